//! Random documents and questions, from a seed that a failure prints. Few different values, so that
//! questions find something; awkward ones among them.

use velodrome_model::data::Value;

use crate::reference::{Question, Test};

/// A generator of numbers (splitmix64).
pub struct Random(u64);

/// Fields of documents, and what is in them.
pub const FIELDS: &[&str] = &[
    "n",
    "s",
    "tags",
    "when",
    "flag",
    "mixed",
    "o.x",
    "lines.p",
    "tags.0",
    "a b",
    "q'\"; DROP TABLE c1; --",
    "ключ",
    "dotted.name",
    "_id",
    "_owner",
    "_createdDate",
    "_updatedDate",
    "absent",
];
/// Those without arrays and objects.
pub const PLAIN: &[&str] = &["n", "s", "when", "flag", "o.x", "a b", "ключ"];

const TEXTS: &[&str] = &[
    "",
    "a",
    "A",
    "ab",
    "Text",
    "text",
    "Straße",
    "STRASSE",
    "\u{ff5e}",
    "\u{1f600}",
    "\u{1f600}x",
    "é",
    "e\u{301}",
    "0",
    "x\u{0}y",
    "'; DROP TABLE vd_collections; --",
    "\u{ffff}",
];

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len() as u64) as usize]
    }

    pub fn text(&mut self) -> String {
        match self.below(40) {
            0 => "long ".repeat(100) + self.pick(TEXTS),
            _ => self.pick(TEXTS).to_owned(),
        }
    }

    fn number(&mut self) -> f64 {
        match self.below(8) {
            0 => -0.0,
            1 => self.below(40) as f64 / 8.0 - 2.0,
            2 => 1e9,
            _ => self.below(12) as f64 - 4.0,
        }
    }

    fn date(&mut self) -> i64 {
        1_600_000_000_000 + self.below(6) as i64 * 1_000
    }

    fn scalar(&mut self) -> Value {
        match self.below(5) {
            0 => Value::Null,
            1 => Value::Bool(self.chance(50)),
            2 => Value::Date(self.date()),
            3 => Value::String(self.text()),
            _ => Value::Number(self.number()),
        }
    }

    fn array(&mut self, mut element: impl FnMut(&mut Random) -> Value) -> Value {
        let len = self.below(4);
        Value::Array((0..len).map(|_| element(self)).collect())
    }

    fn object(&mut self, name: &str) -> Value {
        match self.below(4) {
            0 => Value::Object(Vec::new()),
            _ => Value::Object(vec![(name.to_owned(), self.scalar())]),
        }
    }

    fn mixed(&mut self) -> Value {
        match self.below(6) {
            0 => self.array(Random::scalar),
            1 => self.object("y"),
            2 => self.array(|random| random.object("0")),
            _ => self.scalar(),
        }
    }

    /// What a field may hold.
    fn value(&mut self, field: &str) -> Value {
        match field {
            "n" => Value::Number(self.number()),
            "s" | "ключ" | "a b" => Value::String(self.text()),
            "tags" if self.chance(80) => self.array(|random| match random.below(3) {
                0 => Value::Number(random.number()),
                _ => Value::String(random.text()),
            }),
            "when" => Value::Date(self.date()),
            "flag" => Value::Bool(self.chance(50)),
            "o" => match self.below(5) {
                0 => self.array(|random| random.object("x")),
                _ => self.object("x"),
            },
            "lines" => self.array(|random| random.object("p")),
            _ => self.mixed(),
        }
    }

    /// The members of a document besides the system fields.
    pub fn members(&mut self) -> Vec<(String, Value)> {
        let names = [
            "n",
            "s",
            "tags",
            "when",
            "flag",
            "mixed",
            "o",
            "lines",
            "a b",
            FIELDS[10],
            "ключ",
            "dotted.name",
        ];
        let mut members = Vec::new();
        for name in names {
            if self.chance(75) {
                let value = if self.chance(8) {
                    Value::Null
                } else {
                    self.value(name)
                };
                members.push((name.to_owned(), value));
            }
        }
        members
    }

    /// An operand that documents may have in `field`.
    fn operand(&mut self, field: &str, ids: &[String]) -> Value {
        match field {
            "_id" => match ids {
                [] => Value::String("none".to_owned()),
                ids => Value::String(ids[self.below(ids.len() as u64) as usize].clone()),
            },
            "_owner" => Value::String("visitor".to_owned()),
            "_createdDate" | "_updatedDate" => {
                Value::Date(crate::support::START_MS + self.below(400) as i64)
            }
            "tags" | "lines.p" | "o.x" | "mixed" if self.chance(85) => self.scalar(),
            "tags.0" => self.scalar(),
            _ => self.value(field),
        }
    }

    /// A question as deep as `depth`.
    pub fn question(&mut self, depth: u32, ids: &[String]) -> Question {
        let parts = |random: &mut Random| {
            let len = random.below(3) + 1;
            (0..len).map(|_| random.question(depth - 1, ids)).collect()
        };
        match self.below(if depth == 0 { 6 } else { 10 }) {
            6 | 7 => Question::And(parts(self)),
            8 => Question::Or(parts(self)),
            9 => Question::Not(Box::new(self.question(depth - 1, ids))),
            _ => self.condition(ids),
        }
    }

    fn condition(&mut self, ids: &[String]) -> Question {
        let field = self.pick(FIELDS);
        let one = |random: &mut Random| random.operand(field, ids);
        let some = |random: &mut Random| {
            let len = random.below(3) + 1;
            (0..len)
                .map(|_| match random.operand(field, ids) {
                    Value::Number(number) => Value::Number(number),
                    Value::Date(ms) => Value::Date(ms),
                    Value::String(text) => Value::String(text),
                    _ => Value::Number(1.0),
                })
                .collect()
        };
        let test = match self.below(16) {
            0..=3 => Test::Eq(one(self)),
            4 => Test::Ne(one(self)),
            5..=8 => {
                let operand = self.ordered(field, ids);
                match self.below(4) {
                    0 => Test::Gt(operand),
                    1 => Test::Ge(operand),
                    2 => Test::Lt(operand),
                    _ => Test::Le(operand),
                }
            }
            9 => {
                let from = self.ordered(field, ids);
                let to = loop {
                    let to = self.ordered(field, ids);
                    if std::mem::discriminant(&to) == std::mem::discriminant(&from) {
                        break to;
                    }
                };
                Test::Between(from, to)
            }
            10 => Test::Contains(self.text()),
            11 => Test::StartsWith(self.text()),
            12 => Test::HasSome(some(self)),
            13 => Test::HasAll(some(self)),
            14 => Test::Empty,
            _ => Test::NotEmpty,
        };
        Question::Is(field.to_owned(), test)
    }

    /// An operand that has an order.
    fn ordered(&mut self, field: &str, ids: &[String]) -> Value {
        match self.operand(field, ids) {
            value @ (Value::Number(_) | Value::String(_) | Value::Date(_)) => value,
            _ => Value::Number(self.number()),
        }
    }
}
