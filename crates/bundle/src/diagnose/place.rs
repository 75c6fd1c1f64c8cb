//! Places in a source text: line, column, and the lines around them.

/// Lines shown before the one that is meant.
const LINES_BEFORE: usize = 2;
/// Characters of a line shown; minified files have lines of megabytes.
const WIDTH: usize = 120;

/// Line and column (UTF-16 code units) of a byte offset, both counted from 1.
pub(super) fn line_and_column(text: &str, offset: usize) -> (u32, u32) {
    let before = text_before(text, offset);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before[line_start..].encode_utf16().count();
    (to_u32(line + 1), to_u32(column + 1))
}

/// The lines up to a place, numbered, and a mark below it; line and column (UTF-16 code units) count
/// from 1. `None` where the text has no such line.
pub fn frame(text: &str, line: u32, column: u32) -> Option<String> {
    let index = (line as usize).checked_sub(1)?;
    let at = (column as usize).checked_sub(1)?;
    let first = index.saturating_sub(LINES_BEFORE);
    let lines: Vec<&str> = text
        .split('\n')
        .skip(first)
        .take(index - first + 1)
        .collect();
    if first + lines.len() <= index {
        return None;
    }
    let marked = lines.last()?.trim_end_matches('\r');
    let at = chars_before(marked, at);
    let from = at.saturating_sub(WIDTH / 2);
    let mut out = String::new();
    for (number, one) in (first + 1..).zip(&lines) {
        let shown: String = one.chars().skip(from).take(WIDTH).collect();
        let pointer = if number == index + 1 { '>' } else { ' ' };
        let row = format!("{pointer} {number:>4} | {}", shown.trim_end());
        out.push_str(row.trim_end());
        out.push('\n');
    }
    // Tabs stay tabs, so that the mark stands below its character however wide they are.
    let blank = |c: char| if c == '\t' { '\t' } else { ' ' };
    let pad: String = marked
        .chars()
        .skip(from)
        .take(at - from)
        .map(blank)
        .collect();
    out.push_str(&format!("       | {pad}^"));
    Some(out)
}

/// How many characters `units` UTF-16 code units of `line` are.
fn chars_before(line: &str, units: usize) -> usize {
    let mut seen = 0;
    line.chars()
        .take_while(|c| {
            seen += c.len_utf16();
            seen <= units
        })
        .count()
}

fn text_before(text: &str, offset: usize) -> &str {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_code_units() {
        assert_eq!(line_and_column("ab\ncd", 0), (1, 1));
        assert_eq!(line_and_column("ab\ncd", 4), (2, 2));
        assert_eq!(line_and_column("é😀x", 6), (1, 4));
        assert_eq!(line_and_column("a", 99), (1, 2));
    }

    #[test]
    fn frames_mark_the_column() {
        assert_eq!(
            frame("one\r\ntwo\r\n\tthree four\r\n", 3, 8).expect("the line exists"),
            "     1 | one\n     2 | two\n>    3 | \tthree four\n       | \t      ^"
        );
        assert_eq!(frame("one", 5, 1), None);
        assert_eq!(frame("one", 0, 0), None);
    }

    #[test]
    fn frames_of_long_lines_are_short() {
        let line = "x".repeat(100_000);
        let shown = frame(&line, 1, 50_000).expect("the line exists");
        assert!(shown.len() < 300, "{}", shown.len());
    }
}
