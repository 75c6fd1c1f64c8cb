//! The file of recorded counts: what they depend on, then a benchmark and its instructions in each line.

use std::collections::BTreeMap;
use std::fmt;

use crate::Failure;

const HEAD: &str =
    "# Instructions counted by callgrind; `make instructions ARGS=--write` writes this file.\n# ";

pub struct Record {
    /// Under another one counts are not comparable.
    pub environment: String,
    pub counts: BTreeMap<String, u64>,
}

impl Record {
    pub fn parse(text: &str) -> Result<Record, Failure> {
        let lines = text
            .strip_prefix(HEAD)
            .and_then(|rest| rest.split_once('\n'));
        let (environment, lines) = lines.ok_or("the record does not begin as it should")?;
        let mut counts = BTreeMap::new();
        for line in lines.lines() {
            let (count, name) = line
                .trim_start()
                .split_once(' ')
                .ok_or_else(|| format!("the record has a line {line:?}"))?;
            counts.insert(name.to_owned(), count.parse()?);
        }
        Ok(Record {
            environment: environment.to_owned(),
            counts,
        })
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}{}", self.environment)?;
        for (name, count) in &self.counts {
            writeln!(f, "{count:>9} {name}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let record = Record {
            environment: "rustc 1, valgrind-3, x86_64".to_owned(),
            counts: BTreeMap::from([("a::b".to_owned(), 7), ("c".to_owned(), 1_234_567_890)]),
        };
        let again = Record::parse(&record.to_string()).unwrap();
        assert_eq!(again.environment, record.environment);
        assert_eq!(again.counts, record.counts);
        assert!(Record::parse("a 7").is_err());
    }
}
