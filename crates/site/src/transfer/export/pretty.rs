//! JSON for people: the same text with lines and indentation.

/// Appends JSON that has no white space, over as many lines as it has members; dates and whatever
/// else has one member that is no list stay on theirs.
pub fn push_pretty(json: &str, out: &mut String) {
    let bytes = json.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let end = at + width(bytes, at);
        let part = &json[at..end];
        match byte {
            b'{' | b'[' if part.len() == 1 => {
                depth += 1;
                out.push_str(part);
                new_line(out, depth);
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                new_line(out, depth);
                out.push_str(part);
            }
            b',' => {
                out.push(',');
                new_line(out, depth);
            }
            b':' => out.push_str(": "),
            _ => out.push_str(&part.replacen("\":", "\": ", usize::from(*byte == b'{'))),
        }
        at = end;
    }
}

/// How many bytes from here belong together: a string, a date, an empty list, or one.
fn width(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    match rest {
        [b'{', b'}', ..] | [b'[', b']', ..] => 2,
        [b'{', ..] if rest.starts_with(b"{\"$date\":\"") => {
            let end = rest.iter().position(|byte| *byte == b'}');
            end.map_or(1, |end| end + 1)
        }
        [b'"', tail @ ..] => {
            let mut is_escaped = false;
            let end = tail.iter().position(|byte| {
                let is_end = *byte == b'"' && !is_escaped;
                is_escaped = *byte == b'\\' && !is_escaped;
                is_end
            });
            end.map_or(rest.len(), |end| end + 2)
        }
        _ => {
            // What is no bracket, no string and no separator runs on to the next of those.
            let is_mark =
                |byte: &u8| matches!(byte, b'{' | b'}' | b'[' | b']' | b'"' | b',' | b':');
            rest.iter().position(is_mark).unwrap_or(rest.len()).max(1)
        }
    }
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::push_pretty;

    #[test]
    fn members_have_lines() {
        let mut out = String::new();
        push_pretty(
            r#"{"a":1,"b":{"$date":"1970-01-01T00:00:00.000Z"},"c":[{"d":"{,\":[é\\"},[],true],"e":{}}"#,
            &mut out,
        );
        let wanted = r#"{
  "a": 1,
  "b": {"$date": "1970-01-01T00:00:00.000Z"},
  "c": [
    {
      "d": "{,\":[é\\"
    },
    [],
    true
  ],
  "e": {}
}"#;
        assert_eq!(out, wanted);
    }
}
