//! Places in stacks as the runtime writes them: `at f (file:3:5)`, `at file:3:5`.

/// File, line and column of the topmost frame: `at f (file:3:5)` or `at file:3:5`.
pub(crate) fn first_place(stack: &str) -> Option<(&str, u32, u32)> {
    stack.lines().find_map(place_of)
}

/// File, line and column of one frame.
pub(crate) fn place_of(line: &str) -> Option<(&str, u32, u32)> {
    let frame = line.trim_start().strip_prefix("at ")?;
    let place = match frame.rsplit_once('(') {
        Some((_, place)) => place.strip_suffix(')')?,
        None => frame.strip_prefix("async ").unwrap_or(frame),
    };
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file, line.parse().ok()?, column.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topmost_frame_with_a_position_is_the_place() {
        let stack = "TypeError: no: 1:2\n    at native\n    at f (backend/a b.js:3:5)\n    at backend/x.js:1:1";
        assert_eq!(first_place(stack), Some(("backend/a b.js", 3, 5)));
        assert_eq!(
            first_place("Error\n    at async backend/x.js:9:8"),
            Some(("backend/x.js", 9, 8))
        );
        assert_eq!(first_place("Error: x"), None);
    }
}
