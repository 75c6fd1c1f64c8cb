//! What gungraun prints: one JSON value per benchmark.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Failure;

/// Instructions by benchmark, as `signatures::verify::without_body`.
pub fn read(text: &str) -> Result<BTreeMap<String, u64>, Failure> {
    let mut counts = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with('{')) {
        let summary: Value = serde_json::from_str(line)?;
        let path = summary["module_path"].as_str().ok_or("no module_path")?;
        let path = path.split_once("::").map_or(path, |(_, inner)| inner);
        let name = match summary["id"].as_str() {
            Some(id) => format!("{path}::{id}"),
            None => path.to_owned(),
        };
        let count = instructions(&summary).ok_or_else(|| format!("no instructions of {name}"))?;
        counts.insert(name, count);
    }
    if counts.is_empty() {
        return Err("nothing was measured".into());
    }
    Ok(counts)
}

fn instructions(summary: &Value) -> Option<u64> {
    let profiles = summary["profiles"].as_array()?;
    let callgrind = profiles.iter().find(|one| one["tool"] == "Callgrind")?;
    // Beside `new` stands `old` where the target directory has an earlier run: that one says nothing here.
    callgrind["data"]["total"]["metrics"]["Ir"]["values"]["new"].as_u64()
}

#[cfg(test)]
mod tests {
    use super::read;

    fn line(values: &str) -> String {
        format!(
            r#"{{"module_path":"instructions::signatures::verify","id":"body","profiles":[{{"tool":"Callgrind","data":{{"total":{{"metrics":{{"Ir":{{"values":{values}}}}}}}}}}}]}}"#
        )
    }

    #[test]
    fn counts_have_the_benchmarks_name() {
        let text = format!("compiling\n{}\n", line(r#"{"new":10000,"old":9000}"#));
        let counts = read(&text).unwrap();
        assert_eq!(counts["signatures::verify::body"], 10_000);
    }

    #[test]
    fn what_has_no_count_is_an_error() {
        assert!(read("").is_err());
        assert!(read(&line("{}")).is_err());
    }
}
