//! Decimal numbers without the machinery of `format!`: several stand in each access line.

/// Appends a number.
pub(super) fn push(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends a number with at least `width` digits (at most 20).
pub(super) fn push_padded(out: &mut Vec<u8>, number: u64, width: usize) {
    let start = out.len();
    push(out, number);
    let missing = width.saturating_sub(out.len() - start);
    out.splice(start..start, std::iter::repeat_n(b'0', missing));
}

/// Appends microseconds as milliseconds: `1234` is `1.234`, `1200` is `1.2`.
pub(super) fn push_ms(out: &mut Vec<u8>, micros: u64) {
    push(out, micros / 1000);
    let mut rest = micros % 1000;
    if rest == 0 {
        return;
    }
    let mut width = 3;
    while rest.is_multiple_of(10) {
        rest /= 10;
        width -= 1;
    }
    out.push(b'.');
    push_padded(out, rest, width);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(push: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = b"x".to_vec();
        push(&mut out);
        String::from_utf8(out[1..].to_vec()).expect("ASCII")
    }

    #[test]
    fn numbers_read_as_written_by_the_library() {
        for number in [0, 7, 10, 99, 100, 12_345, u64::MAX] {
            assert_eq!(text(|out| push(out, number)), number.to_string());
            assert_eq!(
                text(|out| push_padded(out, number, 3)),
                format!("{number:03}")
            );
        }
    }

    #[test]
    fn milliseconds_have_the_digits_they_need() {
        for (micros, wanted) in [
            (0, "0"),
            (1, "0.001"),
            (1200, "1.2"),
            (1234, "1.234"),
            (14_000_000, "14000"),
            (1050, "1.05"),
        ] {
            assert_eq!(text(|out| push_ms(out, micros)), wanted);
        }
    }
}
