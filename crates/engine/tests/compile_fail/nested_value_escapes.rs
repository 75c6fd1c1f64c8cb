use velodrome_engine::{RunLoop, Vm, VmOptions};

fn main() {
    let vm = Vm::new(&RunLoop::for_this_thread(), VmOptions::default());
    let _ = vm.enter(|scope| {
        let value = scope.nested(|inner| inner.object());
        value.has("x")
    });
}
