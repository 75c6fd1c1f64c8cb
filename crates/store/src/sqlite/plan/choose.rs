//! From a query to a way of answering it.
//!
//! In order of preference: ids that the filter names; an index whose entries come in the order asked
//! for; an index that leaves few candidates, which are sorted; the default order, if that is what is
//! asked for; everything, sorted. What is sure to read little runs on the thread that asks.

use velodrome_model::data::{Query, Seek, sort};

use super::columns::{self, Created};
use super::probe::{Narrowing, index_of, narrowing};
use super::ranges::{KeyRange, Ranges};
use crate::sqlite::catalog::{Collection, Index};
use crate::sqlite::function::KEY_BYTES_MAX;
use crate::sqlite::read::error::ReadError;
use crate::sqlite::read::reader::Reader;
use crate::sqlite::read::walk::{IndexWalk, Walk};

/// Candidates that are rather read and sorted than left to a way in the right order.
const FEW: u64 = 10_000;
/// Candidates that the thread that asks reads.
const INLINE_CANDIDATES: u64 = 300;
/// Documents up to the end of a page that the thread that asks reads.
const INLINE_PAGE: u64 = 1_000;

/// How a query is answered.
#[derive(Clone, Debug)]
pub(crate) struct Strategy {
    /// The way to candidates.
    pub walk: Walk,
    /// Whether candidates come in another order than the one asked for.
    pub sort: bool,
    /// Whether every candidate matches.
    pub exact: bool,
    /// Where the total comes from.
    pub total: Total,
    /// Whether it reads little for sure.
    pub inline: bool,
}

/// Where a query's total comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Total {
    /// It is not asked for.
    Unasked,
    /// All documents are in it.
    All,
    /// An index counts: its table's name, and what to count.
    Index(String, Ranges),
    /// The index of the default order counts.
    Created(Created),
    /// The matching documents are counted as they are met.
    Counted,
}

/// Chooses the way of answering `query`.
pub(crate) fn choose(
    reader: &Reader,
    collection: &Collection,
    query: &Query,
) -> Result<Strategy, ReadError> {
    if let Some(ids) = columns::ids(&query.filter) {
        return Ok(by_ids(ids, query));
    }
    let choice = Choice {
        reader,
        collection,
        query,
        created: Created::of(&query.filter),
        page_end: query.skip.saturating_add(query.limit),
    };
    let best = choice.best()?;
    if let Some(seek) = &query.seek {
        return Ok(choice.beyond_a_place(best, seek));
    }
    match columns::by_created(&query.sort) {
        Some(newest_first) => choice.in_default_order(best, newest_first),
        None => choice.in_other_order(best),
    }
}

fn by_ids(ids: Vec<&str>, query: &Query) -> Strategy {
    let mut ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
    ids.sort_unstable();
    ids.dedup();
    Strategy {
        inline: ids.len() as u64 <= INLINE_PAGE,
        sort: ids.len() > 1,
        walk: Walk::Ids(ids),
        exact: false,
        total: counted(query),
    }
}

fn counted(query: &Query) -> Total {
    if query.total {
        Total::Counted
    } else {
        Total::Unasked
    }
}

/// The index that leaves the fewest candidates.
struct Best<'c> {
    index: &'c Index,
    ranges: Ranges,
    /// What is walked through: `ranges`, without arrays when there are none.
    list: Vec<KeyRange>,
    /// How many there are, up to a bound; unknown when nobody had to know.
    candidates: Option<u64>,
}

impl Best<'_> {
    fn are_few(&self, few: u64) -> bool {
        self.candidates.is_some_and(|candidates| candidates <= few)
    }

    /// Whether entries lie in the default order.
    fn is_point(&self) -> bool {
        matches!(self.list.as_slice(), [range] if range.is_point())
    }

    fn walk(&self, backwards: bool, ordered: bool) -> Walk {
        Walk::Index(IndexWalk {
            table: self.index.name.clone(),
            field: self.index.field.clone(),
            ranges: self.list.clone(),
            backwards,
            ordered,
        })
    }

    /// Whether every document of the walk matches.
    fn is_exact(&self) -> bool {
        self.ranges.exact && self.list.len() == self.ranges.plain.len()
    }
}

struct Choice<'a> {
    reader: &'a Reader,
    collection: &'a Collection,
    query: &'a Query,
    created: Created,
    page_end: u64,
}

impl<'a> Choice<'a> {
    fn best(&self) -> Result<Option<Best<'a>>, ReadError> {
        let options = narrowing(self.collection, &self.query.filter);
        let alone = options.len() == 1 && !self.created.is_bound();
        let mut best: Option<Best<'a>> = None;
        for option in options {
            let found = self.weigh(option, alone)?;
            if best
                .as_ref()
                .is_none_or(|best| found.candidates < best.candidates)
            {
                best = Some(found);
            }
        }
        if self.created.is_bound() && best.is_some() {
            let Created { from_ms, to_ms, .. } = self.created;
            let table = &self.collection.table;
            let created = self.reader.probe_created(table, from_ms, to_ms, FEW + 1)?;
            best = best.filter(|best| best.candidates <= Some(created));
        }
        Ok(best)
    }

    /// Counts the candidates of an index, unless it is the only one and its entries come in the order
    /// asked for and all match.
    fn weigh(&self, option: Narrowing<'a>, alone: bool) -> Result<Best<'a>, ReadError> {
        let Narrowing { index, ranges } = option;
        let arrays = KeyRange::arrays();
        let has_arrays = ranges.arrays && self.reader.probe(index, &[arrays], 1)? > 0;
        let list = if has_arrays {
            ranges.in_order()
        } else {
            ranges.plain.clone()
        };
        let mut best = Best {
            index,
            ranges,
            list,
            candidates: None,
        };
        let newest_first = columns::by_created(&self.query.sort) == Some(true);
        if !(alone && newest_first && best.is_point() && best.is_exact()) {
            best.candidates = Some(self.reader.probe(index, &best.list, FEW + 1)?);
        }
        Ok(best)
    }

    fn in_default_order(
        &self,
        best: Option<Best<'a>>,
        newest_first: bool,
    ) -> Result<Strategy, ReadError> {
        let Some(best) = best else {
            let exact = self.created.exact;
            return Ok(Strategy {
                walk: self.created_walk(newest_first),
                sort: false,
                exact,
                total: self.total(None),
                inline: exact && self.page_end <= INLINE_PAGE,
            });
        };
        if newest_first && best.is_point() {
            return Ok(self.streamed(&best, false, false));
        }
        let total = self.total(Some(&best));
        if best.are_few(FEW) || total == Total::Counted {
            return Ok(self.sorted(&best));
        }
        Ok(Strategy {
            walk: self.created_walk(newest_first),
            sort: false,
            exact: false,
            total,
            inline: false,
        })
    }

    /// From a place onwards. In the default order, and forwards in that of an index when everything
    /// matches, that is a step into an index. Any other way reads all that match and keeps those on
    /// the right side of the place.
    fn beyond_a_place(&self, best: Option<Best<'a>>, seek: &Seek) -> Strategy {
        match best {
            Some(best) if !self.query.sort.is_empty() || best.are_few(FEW) => self.sorted(&best),
            _ if !self.query.sort.is_empty() => {
                let rest = self.rest_of_index(seek);
                rest.unwrap_or_else(|| self.everything())
            }
            _ => Strategy {
                walk: Walk::From {
                    seek: seek.clone(),
                    from_ms: self.created.from_ms,
                    to_ms: self.created.to_ms,
                },
                sort: false,
                exact: self.created.exact,
                total: Total::Unasked,
                inline: self.created.exact && self.query.limit <= INLINE_PAGE,
            },
        }
    }

    /// An index from a place on. It begins with all that have the place's key: those before the place
    /// are passed over.
    fn rest_of_index(&self, seek: &Seek) -> Option<Strategy> {
        let [sort] = self.query.sort.as_slice() else {
            return None;
        };
        if seek.backwards || !self.created.exact || self.created.is_bound() {
            return None;
        }
        let index = index_of(self.collection, &sort.path)?;
        let key = place_key(&seek.place.keys, sort.descending)?;
        let mut strategy = self.whole_index(index, sort.descending, Total::Unasked);
        if let Walk::Index(walk) = &mut strategy.walk {
            for range in &mut walk.ranges {
                if sort.descending {
                    range.to = KeyRange::point(key.clone()).to;
                } else {
                    range.from.clone_from(&key);
                }
            }
        }
        Some(strategy)
    }

    fn in_other_order(&self, best: Option<Best<'a>>) -> Result<Strategy, ReadError> {
        let key = match self.query.sort.as_slice() {
            [key] => Some(key),
            _ => None,
        };
        let ordered = key.and_then(|key| index_of(self.collection, &key.path));
        let backwards = key.is_some_and(|key| key.descending);
        if let Some(best) = best {
            if ordered.is_some_and(|index| index.field == best.index.field) {
                return Ok(self.streamed(&best, backwards, true));
            }
            let total = self.total(Some(&best));
            return Ok(match ordered {
                Some(index) if !best.are_few(FEW) && total != Total::Counted => {
                    self.whole_index(index, backwards, total)
                }
                _ => self.sorted(&best),
            });
        }
        let total = self.total(None);
        Ok(match ordered {
            Some(index) if total != Total::Counted => self.whole_index(index, backwards, total),
            _ => self.everything(),
        })
    }

    /// An index's entries in the order in which they lie.
    fn streamed(&self, best: &Best<'_>, backwards: bool, ordered: bool) -> Strategy {
        let exact = best.is_exact();
        let total = self.total(Some(best));
        let short = exact && self.page_end <= INLINE_PAGE;
        Strategy {
            walk: best.walk(backwards, ordered),
            sort: false,
            exact,
            inline: short || best.are_few(INLINE_CANDIDATES),
            total,
        }
    }

    /// An index's candidates, sorted.
    fn sorted(&self, best: &Best<'_>) -> Strategy {
        Strategy {
            walk: best.walk(false, false),
            sort: true,
            exact: best.is_exact(),
            total: counted(self.query),
            inline: best.are_few(INLINE_CANDIDATES),
        }
    }

    /// All of an index, for its order.
    fn whole_index(&self, index: &Index, backwards: bool, total: Total) -> Strategy {
        let exact = self.created.exact && !self.created.is_bound();
        Strategy {
            walk: Walk::Index(IndexWalk {
                table: index.name.clone(),
                field: index.field.clone(),
                ranges: vec![KeyRange::all()],
                backwards,
                ordered: true,
            }),
            sort: false,
            exact,
            inline: exact && self.page_end <= INLINE_PAGE,
            total,
        }
    }

    /// All documents, or those of a time, sorted.
    fn everything(&self) -> Strategy {
        let walk = if self.created.is_bound() {
            self.created_walk(true)
        } else {
            Walk::Table
        };
        Strategy {
            walk,
            sort: true,
            exact: self.created.exact,
            total: counted(self.query),
            inline: false,
        }
    }

    fn created_walk(&self, newest_first: bool) -> Walk {
        Walk::Created {
            from_ms: self.created.from_ms,
            to_ms: self.created.to_ms,
            newest_first,
        }
    }

    fn total(&self, best: Option<&Best<'_>>) -> Total {
        match best {
            _ if !self.query.total => Total::Unasked,
            Some(best) if best.ranges.exact => {
                Total::Index(best.index.name.clone(), best.ranges.clone())
            }
            None if self.created.exact && !self.created.is_bound() => Total::All,
            None if self.created.exact => Total::Created(self.created),
            _ => Total::Counted,
        }
    }
}

/// The key that an index has for a place in the order of one sort key; none when it was cut there.
fn place_key(keys: &[u8], descending: bool) -> Option<Vec<u8>> {
    let mut key = keys.to_vec();
    if descending {
        key.iter_mut().for_each(|byte| *byte = !*byte);
    }
    if key == [sort::MISSING] {
        key.clear();
    }
    (key.len() < KEY_BYTES_MAX).then_some(key)
}

/// The way that needs no order of an index, for when an index turns out not to have it.
pub(crate) fn without_order(query: &Query) -> Strategy {
    Strategy {
        walk: Walk::Table,
        sort: true,
        exact: false,
        total: counted(query),
        inline: false,
    }
}
