//! What is computed of one group's values: sums and means of numbers, the least and the greatest of
//! any.

use super::aggregate::Fold;
use super::json;
use super::key;
use super::reader::{Kind, Raw};

#[derive(Clone, Debug)]
pub(super) enum FoldState {
    Sum(f64),
    Avg {
        sum: f64,
        count: u64,
    },
    /// The key and the text of the least or greatest value so far.
    Extreme {
        greatest: bool,
        best: Option<(Vec<u8>, String)>,
    },
}

impl FoldState {
    pub(super) fn new(fold: Fold) -> FoldState {
        match fold {
            Fold::Sum => FoldState::Sum(0.0),
            Fold::Avg => FoldState::Avg { sum: 0.0, count: 0 },
            Fold::Min => FoldState::Extreme {
                greatest: false,
                best: None,
            },
            Fold::Max => FoldState::Extreme {
                greatest: true,
                best: None,
            },
        }
    }

    /// Takes in a value; other types than numbers have no sum, null has no place in an order.
    pub(super) fn add(&mut self, raw: Raw<'_>) {
        match self {
            FoldState::Sum(sum) => *sum += raw.as_number().unwrap_or(0.0),
            FoldState::Avg { sum, count } => {
                if let Some(number) = raw.as_number() {
                    *sum += number;
                    *count += 1;
                }
            }
            FoldState::Extreme { greatest, best } => {
                let Some(key) = key::encode(raw) else { return };
                let better = match best {
                    None => true,
                    Some((best, _)) => {
                        if *greatest {
                            key > *best
                        } else {
                            key < *best
                        }
                    }
                };
                if better && raw.kind() != Kind::Null {
                    let mut text = String::new();
                    raw.write(&mut text);
                    *best = Some((key, text));
                }
            }
        }
    }

    /// Appends the result's JSON.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            FoldState::Sum(sum) => json::write_number(*sum, out),
            FoldState::Avg { count: 0, .. } | FoldState::Extreme { best: None, .. } => {
                out.push_str("null")
            }
            #[expect(clippy::cast_precision_loss, reason = "no such many documents")]
            FoldState::Avg { sum, count } => json::write_number(*sum / *count as f64, out),
            FoldState::Extreme {
                best: Some((_, text)),
                ..
            } => out.push_str(text),
        }
    }
}
