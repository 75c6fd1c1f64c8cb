//! Array buffers, views, and memory shared with JavaScript.

use velodrome_engine::*;

use crate::support::{eval, text, vm};

fn copied(value: Value<'_>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    value.copy_bytes(&mut out).then_some(out)
}

#[test]
fn vectors_become_buffers() {
    let vm = vm();
    vm.enter(|scope| {
        scope
            .global()
            .set("a", scope.uint8_array(vec![1, 2, 255]))
            .ok()
            .expect("set");
        scope
            .global()
            .set("b", scope.array_buffer(vec![7; 1000]))
            .ok()
            .expect("set");
        scope
            .global()
            .set("e", scope.uint8_array(Vec::new()))
            .ok()
            .expect("set");
    })
    .expect("alive");
    assert_eq!(
        text(
            &vm,
            "a.join() + b.byteLength + e.length + (a instanceof Uint8Array)"
        ),
        "1,2,25510000true"
    );
    assert_eq!(text(&vm, "a[0] = 9; b = null; a[0]"), "9");
    vm.collect_garbage();
}

#[test]
fn bytes_come_out_of_every_view() {
    vm().enter(|scope| {
        let window = "const buffer = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).buffer;";
        for (code, bytes) in [
            ("buffer", &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9][..]),
            ("new Uint8Array(buffer, 2, 3)", &[2, 3, 4]),
            ("new Uint16Array(buffer, 4, 2)", &[4, 5, 6, 7]),
            ("new Float16Array(buffer, 4, 1)", &[4, 5]),
            ("new BigInt64Array(buffer, 0, 1)", &[0, 1, 2, 3, 4, 5, 6, 7]),
            ("new DataView(buffer, 8)", &[8, 9]),
            ("new Uint8ClampedArray([5])", &[5]),
            ("new Uint8Array(0)", &[]),
        ] {
            let value = eval(scope, &format!("{{ {window} {code} }}"));
            assert_eq!(copied(value).as_deref(), Some(bytes), "{code}");
            assert!(value.is_view() != value.is_array_buffer(), "{code}");
        }
        for code in [
            "({})",
            "[1]",
            "'text'",
            "5",
            "null",
            "(() => 1)",
            "Object.create(DataView.prototype)",
            "new Proxy(new Uint8Array(2), {})",
        ] {
            assert_eq!(copied(eval(scope, code)), None, "{code}");
        }
        let detached = "{ const b = new ArrayBuffer(8), v = new Uint8Array(b); b.transfer(); v }";
        let detached = eval(scope, detached);
        assert_eq!(copied(detached), Some(Vec::new()));
    })
    .expect("alive");
}

#[test]
fn a_mailbox_is_seen_by_both_sides_and_outlives_the_vm() {
    let vm = vm();
    let mailbox = vm
        .enter(|scope| {
            let (array, mailbox) = scope.mailbox(4);
            scope.global().set("box", array).ok().expect("set");
            mailbox
        })
        .expect("alive");
    mailbox.set(1, 41.5);
    assert_eq!(
        text(&vm, "box[0] = box[1] + 1; box[2] = NaN; box.length"),
        "4"
    );
    assert_eq!(mailbox.get(0), 42.5);
    assert!(mailbox.get(2).is_nan());
    mailbox.set(3, f64::from_bits(0xfffe_0000_0000_1234));
    assert_eq!(text(&vm, "String(box[3])"), "NaN");
    drop(vm);
    assert_eq!(mailbox.get(0), 42.5);
}

#[test]
fn bytes_are_written_to_an_array_that_is_long_enough() {
    let vm = vm();
    vm.enter(|scope| {
        let (_array, _mailbox) = scope.mailbox(1);
        let array = scope.eval("globalThis.w = new Uint8Array(4)", "test", 1);
        let array = array.ok().expect("an array");
        let written = array.write_bytes(&[1, 2, 3]);
        assert!(!array.write_bytes(&[9; 5]));
        for other in ["new Uint16Array(9)", "new ArrayBuffer(9)", "'text'", "{}"] {
            let other = scope.eval(other, "test", 1).ok().expect("a value");
            assert!(!other.write_bytes(&[1]));
        }
        // Where the library does not allow it nothing was written.
        let expected: &[u8] = if written { &[1, 2, 3, 0] } else { &[0; 4] };
        assert_eq!(copied(array).as_deref(), Some(expected));
    })
    .expect("alive");
}
