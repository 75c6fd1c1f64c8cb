//! Random operations on a store and on a plain list of documents, which must not tell apart.
//!
//! `VELODROME_SEED` repeats a run; `VELODROME_STEPS` makes one longer.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use velodrome_model::data::{Aggregate, Filter, Item, Path, Query, Value};
use velodrome_store::{Action, Bulk, IndexDeclaration, LinkQuery, Session, Store, Written};

use crate::random::{FIELDS, PLAIN, Random};
use crate::reference::{Document, Question, compare, json};
use crate::support::{Fixture, VISITOR, item};
use std::sync::atomic::Ordering::SeqCst;

/// More than are sorted rather than walked in order.
const LARGE: usize = 14_000;
const NAME: &str = "Things 'n' \"stuff\"";

#[test]
fn a_store_is_a_list_of_documents() {
    let seed = number("VELODROME_SEED", clock_seed());
    println!("VELODROME_SEED={seed}");
    let mut run = Run::new(seed);
    for step in 0..number("VELODROME_STEPS", 3_000) {
        run.step(step);
    }
    run.check_everything();
    run.fixture.assert_sound();
}

#[test]
fn a_large_collection_is_a_list_too() {
    let seed = number("VELODROME_SEED", clock_seed());
    println!("VELODROME_SEED={seed}");
    let mut run = Run::new(seed);
    run.fill(LARGE);
    for fields in [&["n", "s"][..], &[], &["n", "flag", "when", "o.x", "s"]] {
        run.indexed = fields.to_vec();
        run.declare_all();
        (0..8).for_each(|_| run.query());
    }
    run.fixture.assert_sound();
}

fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Every run is another one.
fn clock_seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(1, |now| now.as_nanos() as u64)
}

struct Run {
    fixture: Fixture,
    session: Box<dyn Session>,
    random: Random,
    documents: Vec<Document>,
    links: BTreeMap<String, Vec<String>>,
    indexed: Vec<&'static str>,
    added: u64,
    ids: u64,
}

impl Run {
    fn new(seed: u64) -> Run {
        let fixture = Fixture::new();
        fixture
            .write(NAME, Action::CreateCollection)
            .expect("a collection can be made");
        Run {
            session: fixture.store.session(),
            fixture,
            random: Random::new(seed),
            documents: Vec::new(),
            links: BTreeMap::new(),
            indexed: Vec::new(),
            added: 0,
            ids: 0,
        }
    }

    fn step(&mut self, step: u64) {
        if self.random.chance(40) {
            self.fixture.clock_ms.fetch_add(1, SeqCst);
        }
        match self.random.below(100) {
            0..=19 => self.insert(),
            20..=24 => self.replace(),
            25..=29 => self.remove(),
            30..=35 => self.bulk(),
            36..=39 => self.link(),
            40 | 41 => self.declare(),
            42 if step.is_multiple_of(16) => self.truncate(),
            42..=84 => self.query(),
            85..=89 => self.distinct(),
            90..=94 => self.aggregate(),
            _ => self.look_up(),
        }
    }

    fn new_id(&mut self) -> String {
        self.ids += 1;
        format!("id{}", self.ids)
    }

    fn some_id(&mut self) -> String {
        match self.documents.as_slice() {
            documents if !documents.is_empty() && self.random.chance(90) => {
                let index = self.random.below(documents.len() as u64) as usize;
                self.documents[index].id.clone()
            }
            _ => self.new_id(),
        }
    }

    fn wire(&mut self, id: Option<&str>) -> Item {
        let mut members: Vec<String> = Vec::new();
        if let Some(id) = id {
            members.push(format!("\"_id\":{}", serde_json::json!(id)));
        }
        if self.random.chance(10) {
            let ms = crate::support::START_MS + self.random.below(400) as i64;
            members.push(format!("\"_createdDate\":{{\"$date\":{ms}}}"));
        }
        for (name, value) in self.random.members() {
            members.push(format!("{}:{}", serde_json::json!(name), json(&value)));
        }
        item(&format!("{{{}}}", members.join(",")))
    }

    /// Takes note of a stored form.
    fn took(&mut self, stored: &str) {
        self.added += 1;
        let new = Document::new(stored, self.added);
        match self
            .documents
            .iter_mut()
            .find(|document| document.id == new.id)
        {
            Some(old) => {
                *old = Document {
                    order: old.order,
                    ..new
                }
            }
            None => self.documents.push(new),
        }
    }

    fn insert(&mut self) {
        let id = self.random.chance(50).then(|| self.new_id());
        let wire = self.wire(id.as_deref());
        match self.fixture.write(NAME, Action::Insert(wire)) {
            Ok(Written::Item(stored)) => self.took(&stored),
            other => panic!("{other:?}"),
        }
    }

    fn replace(&mut self) {
        let id = self.some_id();
        let wire = self.wire(Some(&id));
        let known = self.documents.iter().any(|document| document.id == id);
        let action = if self.random.chance(50) || !known {
            Action::Save(wire)
        } else {
            Action::Update(wire)
        };
        match self.fixture.write(NAME, action) {
            Ok(Written::Item(stored)) => self.took(&stored),
            other => panic!("{other:?}"),
        }
    }

    fn forget(&mut self, id: &str) -> Option<String> {
        let place = self
            .documents
            .iter()
            .position(|document| document.id == id)?;
        self.links.remove(id);
        for to in self.links.values_mut() {
            to.retain(|to| to != id);
        }
        Some(self.documents.remove(place).stored)
    }

    fn remove(&mut self) {
        let id = self.some_id();
        let expected = self.forget(&id);
        match self.fixture.write(NAME, Action::Remove(id)) {
            Ok(Written::Removed(removed)) => assert_eq!(removed, expected),
            other => panic!("{other:?}"),
        }
    }

    fn bulk(&mut self) {
        let len = self.random.below(20) + 1;
        let kind = self.random.below(4);
        let mut ids: Vec<String> = (0..len)
            .map(|_| match kind {
                0 => self.new_id(),
                _ => self.some_id(),
            })
            .collect();
        if kind == 2 {
            ids.truncate(5);
            let outcome = self
                .fixture
                .outcome(NAME, Action::Bulk(Bulk::Remove(ids.clone())));
            let known = ids.iter().filter(|id| self.forget(id).is_some()).count();
            assert_eq!(outcome.removed.len(), known);
            return;
        }
        let items: Vec<Item> = ids.iter().map(|id| self.wire(Some(id))).collect();
        if kind == 3 {
            self.fixture.outcome(NAME, Action::Load(items));
            ids.dedup();
            for id in ids {
                let stored = self.session.get(NAME, &id).wait().expect("it can be read");
                self.took(&stored.expect("it was loaded"));
            }
            return;
        }
        let bulk = match kind {
            0 => Bulk::Insert(items),
            _ => Bulk::Save(items),
        };
        let outcome = self.fixture.outcome(NAME, Action::Bulk(bulk));
        for stored in outcome.items.expect("bulk calls give items").iter() {
            self.took(stored);
        }
    }

    /// Loads so many documents that plans differ from those for few.
    fn fill(&mut self, count: usize) {
        let ids: Vec<String> = (0..count).map(|_| self.new_id()).collect();
        for ids in ids.chunks(1_000) {
            self.fixture.clock_ms.fetch_add(1, SeqCst);
            let items = ids.iter().map(|id| self.wire(Some(id))).collect();
            self.fixture.outcome(NAME, Action::Load(items));
            let asked: Vec<&str> = ids.iter().map(String::as_str).collect();
            let loaded = self.session.get_many(NAME, &asked).wait();
            for stored in loaded.expect("they can be read").iter() {
                self.added += 1;
                self.documents.push(Document::new(stored, self.added));
            }
        }
    }

    fn truncate(&mut self) {
        self.fixture
            .write(NAME, Action::Truncate)
            .expect("it can be emptied");
        self.documents.clear();
        self.links.clear();
    }

    fn declare(&mut self) {
        let field = self.random.pick(FIELDS);
        match self.indexed.iter().position(|&indexed| indexed == field) {
            Some(place) => drop(self.indexed.remove(place)),
            None => self.indexed.push(field),
        }
        self.declare_all();
    }

    fn declare_all(&mut self) {
        let wanted: Vec<IndexDeclaration> = self
            .indexed
            .iter()
            .map(|field| IndexDeclaration {
                field: Path::parse(field).expect("it is a path"),
                unique: false,
            })
            .collect();
        self.fixture
            .store
            .declare_indexes(NAME, &wanted)
            .wait()
            .expect("indexes can be made");
    }

    fn link(&mut self) {
        let (from, to) = (self.some_id(), self.some_id());
        let known = |id: &str| self.documents.iter().any(|document| document.id == id);
        if !known(&from) || !known(&to) {
            return;
        }
        let linked = self.links.entry(from.clone()).or_default();
        let there = linked.contains(&to);
        let (field, list) = ("refs".to_owned(), vec![to.clone()]);
        let action = if there {
            linked.retain(|id| *id != to);
            Action::Unlink {
                field,
                from: from.clone(),
                to: list,
            }
        } else {
            linked.push(to.clone());
            Action::Link {
                field,
                from: from.clone(),
                to: list,
                target: Some(NAME.to_owned()),
            }
        };
        self.fixture.write(NAME, action).expect("links can change");
        let is = self.session.is_linked(NAME, "refs", &from, &to).wait();
        assert_eq!(is.expect("links can be read"), !there);
        self.check_links(&from);
        self.check_linking(&to);
    }

    fn check_linking(&mut self, to: &str) {
        let fields = self.session.link_fields(NAME);
        assert_eq!(fields.len(), 1);
        let target = fields[0].target.as_deref();
        assert_eq!((fields[0].field.as_str(), target), ("refs", Some(NAME)));
        let linking = self.session.linking(NAME, "refs", &[to, to], 1_000).wait();
        let mut linking = linking.expect("links can be read");
        linking.sort();
        let refers = |ids: &&Vec<String>| ids.iter().any(|id| id == to);
        let links = self.links.iter().filter(|(_, ids)| refers(ids));
        let expected: Vec<&String> = links.map(|(from, _)| from).collect();
        assert_eq!(linking.iter().collect::<Vec<_>>(), {
            let mut expected = expected;
            expected.sort();
            expected
        });
    }

    fn check_links(&mut self, from: &str) {
        let mut expected = self.links.get(from).cloned().unwrap_or_default();
        let descending = self.random.chance(50);
        if descending {
            expected.reverse();
        }
        let total = expected.len() as u64;
        let (skip, limit) = (self.random.below(3), self.random.below(5));
        let expected: Vec<String> = expected
            .into_iter()
            .skip(skip as usize)
            .take(limit as usize)
            .collect();
        let linked = self.session.linked(&LinkQuery {
            collection: NAME.to_owned(),
            field: "refs".to_owned(),
            from: from.to_owned(),
            descending,
            skip,
            limit,
            total: true,
        });
        let linked = linked.wait().expect("links can be read");
        assert_eq!((linked.ids, linked.total), (expected, Some(total)));
    }

    fn question(&mut self) -> Option<Question> {
        let ids: Vec<String> = (0..3).map(|_| self.some_id()).collect();
        let depth = self.random.below(3) as u32;
        self.random
            .chance(90)
            .then(|| self.random.question(depth, &ids))
    }

    fn sort(&mut self) -> Vec<(&'static str, bool)> {
        (0..self.random.below(3))
            .map(|_| (self.random.pick(FIELDS), self.random.chance(50)))
            .collect()
    }

    fn query(&mut self) {
        let question = self.question();
        let sort = self.sort();
        let query = Query {
            filter: parsed(question.as_ref()),
            skip: if self.random.chance(60) {
                0
            } else {
                self.random.below(30)
            },
            limit: self.random.below(60),
            total: self.random.chance(50),
            ..sorted_query(&sort)
        };
        let expected = self.expected(question.as_ref(), &sort);
        let page = self.session.query(NAME, query.clone()).wait();
        let page = page.unwrap_or_else(|error| panic!("{error} for {query:?}"));
        let documents: Vec<&str> = page.documents.iter().collect();
        let wanted: Vec<&str> = expected
            .iter()
            .skip(query.skip as usize)
            .take(query.limit as usize)
            .map(|document| document.stored.as_str())
            .collect();
        let explained = || {
            let plan = self.session.explain(NAME, query.clone()).wait();
            let filter = question.as_ref().map(Question::json);
            format!(
                "{filter:?} {sort:?} {} {}: {plan:?}",
                query.skip, query.limit
            )
        };
        if documents != wanted {
            let ids = |list: &[&str]| list.iter().map(|text| id_of(text)).collect::<Vec<_>>();
            assert_eq!(ids(&documents), ids(&wanted), "{}", explained());
            assert_eq!(documents, wanted);
        }
        let total = query.total.then_some(expected.len() as u64);
        assert_eq!(page.total, total, "{}", explained());
        let count = self.session.count(NAME, query.filter.clone()).wait();
        assert_eq!(count.ok(), Some(expected.len() as u64), "{}", explained());
    }

    /// All that match, in order.
    fn expected(&self, question: Option<&Question>, sort: &[(&str, bool)]) -> Vec<&Document> {
        let mut found: Vec<&Document> = self
            .documents
            .iter()
            .filter(|document| question.is_none_or(|question| question.holds(document)))
            .collect();
        found.sort_by(|one, other| {
            let by_keys = sort.iter().map(|(field, descending)| {
                let order = compare(one.one(field), other.one(field));
                if *descending { order.reverse() } else { order }
            });
            by_keys
                .fold(std::cmp::Ordering::Equal, |before, order| {
                    before.then(order)
                })
                .then_with(|| one.by_default(other))
        });
        found
    }

    fn distinct(&mut self) {
        let question = self.question();
        let field = self.random.pick(PLAIN);
        let descending = self.random.chance(50);
        let mut expected = Vec::new();
        for document in self.expected(question.as_ref(), &[(field, descending)]) {
            for value in document.all(field) {
                let value = json(value);
                if value != "null" && !expected.contains(&value) {
                    expected.push(value);
                }
            }
        }
        let query = Query {
            filter: parsed(question.as_ref()),
            limit: 1_000,
            total: true,
            ..sorted_query(&[(field, descending)])
        };
        let path = Path::parse(field).expect("it is a path");
        let page = self.session.distinct(NAME, path, query).wait();
        let page = page.expect("values can be listed");
        let mut found: Vec<String> = page.documents.iter().map(normal).collect();
        let mut expected: Vec<String> = expected.iter().map(|json| normal(json)).collect();
        expected.dedup();
        assert_eq!(
            page.total,
            Some(expected.len() as u64),
            "{field} {question:?}"
        );
        if field == "o.x" {
            found.sort();
            expected.sort();
        }
        assert_eq!(found, expected, "{field} {question:?}");
    }

    fn aggregate(&mut self) {
        let question = self.question();
        let field = self.random.pick(PLAIN);
        let mut groups: BTreeMap<String, (u64, f64, Option<f64>)> = BTreeMap::new();
        for document in self.expected(question.as_ref(), &[]) {
            let key = match document.one(field) {
                Value::Array(_) => "null".to_owned(),
                value => normal(&json(value)),
            };
            let group = groups.entry(key).or_default();
            group.0 += 1;
            if let Value::Number(number) = document.one("n") {
                group.1 += number;
                group.2 = Some(group.2.map_or(*number, |least| least.min(*number)));
            }
        }
        let filter = question.as_ref().map_or("{}".to_owned(), Question::json);
        let aggregate = format!(
            r#"{{"filter":{filter},"group":[{}],"count":true,"limit":1000,"folds":[
                {{"key":"sum","op":"sum","field":"n"}},{{"key":"min","op":"min","field":"n"}}]}}"#,
            serde_json::json!(field)
        );
        let aggregate = Aggregate::parse(&aggregate).expect("it is an aggregation");
        let rows = self.session.aggregate(NAME, aggregate).wait();
        let rows = rows.expect("groups can be made");
        assert!(!rows.more);
        for row in rows.documents.iter() {
            let row: Json = serde_json::from_str(row).expect("rows are JSON");
            let key = normal(&row["_id"].to_string());
            let (count, sum, least) = groups.remove(&key).unwrap_or_default();
            assert_eq!(
                row["count"].as_u64(),
                Some(count),
                "{field} {key} {question:?}"
            );
            assert_eq!(row["sum"].as_f64(), Some(sum), "{field} {key} {question:?}");
            assert_eq!(
                row["min"].as_f64(),
                least.map(|least| least + 0.0),
                "{field} {key}"
            );
        }
        assert!(groups.is_empty(), "{field} {question:?}: {groups:?}");
    }

    fn look_up(&mut self) {
        let id = self.some_id();
        let expected = self.documents.iter().find(|document| document.id == id);
        let expected = expected.map(|document| document.stored.clone());
        let found = self.session.get(NAME, &id).wait().expect("it can be read");
        assert_eq!(found, expected);
        let names = self.session.find_id(&id).wait().expect("ids can be found");
        assert_eq!(names.len(), usize::from(expected.is_some()));
        let ids: Vec<String> = (0..6).map(|_| self.some_id()).collect();
        let asked: Vec<&str> = ids.iter().map(String::as_str).collect();
        let many = self.session.get_many(NAME, &asked).wait();
        let many = many.expect("they can be read");
        let mut wanted: Vec<&str> = Vec::new();
        for id in &ids {
            let known = self.documents.iter().find(|document| document.id == *id);
            wanted.extend(known.map(|document| document.stored.as_str()));
        }
        let mut once = Vec::new();
        wanted.retain(|stored| {
            let new = !once.contains(stored);
            once.push(*stored);
            new
        });
        assert_eq!(many.iter().collect::<Vec<_>>(), wanted);
    }

    fn check_everything(&mut self) {
        let all = Query {
            limit: 1_000_000,
            total: true,
            ..Query::default()
        };
        let page = self
            .session
            .query(NAME, all)
            .wait()
            .expect("all can be read");
        let expected = self.expected(None, &[]);
        assert_eq!(page.documents.len(), expected.len());
        for (found, wanted) in page.documents.iter().zip(&expected) {
            assert_eq!(found, wanted.stored);
        }
        assert!(
            expected
                .iter()
                .all(|document| document.stored.contains(VISITOR))
        );
        let froms: Vec<String> = self.links.keys().cloned().collect();
        froms.iter().for_each(|from| self.check_links(from));
    }
}

fn parsed(question: Option<&Question>) -> Filter {
    match question {
        Some(question) => {
            let json = question.json();
            Filter::parse(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
        }
        None => Filter::All,
    }
}

fn sorted_query(sort: &[(&str, bool)]) -> Query {
    let keys: Vec<String> = sort
        .iter()
        .map(|(field, descending)| {
            let order = if *descending { "desc" } else { "asc" };
            format!(
                "{{\"field\":{},\"order\":\"{order}\"}}",
                serde_json::json!(field)
            )
        })
        .collect();
    Query::parse(&format!("{{\"sort\":[{}]}}", keys.join(","))).expect("it is a query")
}

/// A JSON text that only depends on the value.
fn normal(text: &str) -> String {
    let value: Json = serde_json::from_str(text).expect("it is JSON");
    match value.as_f64() {
        Some(number) => format!("{:?}", number + 0.0),
        None => value.to_string(),
    }
}

fn id_of(stored: &str) -> String {
    Document::new(stored, 0).id
}
