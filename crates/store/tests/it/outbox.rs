//! What is written for those who watch, and the letters that become of it.

use velodrome_store::{
    Action, Bulk, Change, ChangeKind, Failed, Limits, NewLetter, NextLetter, Outbox, Post, Store,
};

use crate::support::{Fixture, START_MS, item, raw};

/// What a consumer has before it, in short: `+a` inserted, `~a` updated, `-a` removed.
fn seen(fixture: &Fixture, consumer: &str) -> Vec<String> {
    let feed = fixture
        .store
        .outbox()
        .feed(consumer, 1000)
        .expect("it can be read");
    feed.changes.iter().map(short).collect()
}

fn short(change: &Change) -> String {
    let sign = match change.kind {
        ChangeKind::Inserted => '+',
        ChangeKind::Updated => '~',
        ChangeKind::Removed => '-',
    };
    format!("{sign}{}", change.id)
}

fn watch(fixture: &Fixture, consumer: &str, collections: &[&str]) {
    let collections: Vec<String> = collections.iter().map(|name| (*name).to_owned()).collect();
    let done = fixture.store.outbox().watch(consumer, &collections).wait();
    done.expect("it is watched");
}

fn rows(fixture: &Fixture) -> i64 {
    let count =
        raw(&fixture.path).query_row("SELECT count(*) FROM vd_outbox", [], |row| row.get(0));
    count.expect("it can be counted")
}

fn insert(id: &str) -> Action {
    Action::Insert(item(&format!(r#"{{"_id":"{id}"}}"#)))
}

#[test]
fn nobody_watches_and_nothing_is_written() {
    let fixture = Fixture::new();
    fixture.write("things", insert("a")).expect("it is written");
    watch(&fixture, "one", &["others"]);
    fixture.write("things", insert("b")).expect("it is written");
    assert_eq!(rows(&fixture), 0);
    let triggers: i64 = raw(&fixture.path)
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'",
            [],
            |row| row.get(0),
        )
        .expect("it can be counted");
    assert_eq!(triggers, 0);
}

#[test]
fn every_way_of_writing_is_seen() {
    let fixture = Fixture::new();
    let collection = "thi'ngs; \u{e9}";
    watch(&fixture, "one", &[collection]);
    let write = |action: Action| fixture.write(collection, action).expect("it is written");
    write(insert("a"));
    write(Action::Update(item(r#"{"_id":"a","n":1}"#)));
    write(Action::Save(item(r#"{"_id":"b"}"#)));
    write(Action::Save(item(r#"{"_id":"b","n":2}"#)));
    write(Action::Patch {
        id: "a".to_owned(),
        changes: item(r#"{"n":3}"#),
    });
    write(Action::Bulk(Bulk::Insert(vec![
        item(r#"{"_id":"c"}"#),
        item(r#"{"_id":"a"}"#),
    ])));
    write(Action::Bulk(Bulk::Remove(vec![
        "c".to_owned(),
        "none".to_owned(),
    ])));
    write(Action::Load(vec![
        item(r#"{"_id":"d"}"#),
        item(r#"{"_id":"a","n":4}"#),
    ]));
    write(Action::Remove("b".to_owned()));
    write(Action::Truncate);
    let expected = [
        "+a", "~a", "+b", "~b", "~a", "+c", "-c", "+d", "~a", "-b", "-a", "-d",
    ];
    assert_eq!(seen(&fixture, "one"), expected);
    assert!(fixture.store.check().expect("it can be checked").is_empty());
}

#[test]
fn what_is_refused_leaves_nothing() {
    let fixture = Fixture::new();
    watch(&fixture, "one", &["things"]);
    fixture.write("things", insert("a")).expect("it is written");
    assert!(fixture.write("things", insert("a")).is_err());
    assert!(
        fixture
            .write("things", Action::Update(item(r#"{"_id":"x"}"#)))
            .is_err()
    );
    assert_eq!(seen(&fixture, "one"), ["+a"]);
}

#[test]
fn collections_come_and_go() {
    let fixture = Fixture::new();
    watch(&fixture, "one", &["things"]);
    fixture.write("aside", insert("a")).expect("it is written");
    fixture.write("aside", insert("b")).expect("it is written");
    // Nothing is in the way: the table itself gets the name.
    fixture
        .write("things", Action::Absorb("aside".to_owned()))
        .expect("it moves");
    fixture.write("aside", insert("b")).expect("it is written");
    fixture.write("aside", insert("c")).expect("it is written");
    // Documents move one by one.
    fixture
        .write("things", Action::Absorb("aside".to_owned()))
        .expect("it moves");
    assert_eq!(seen(&fixture, "one"), ["+a", "+b", "~b", "+c"]);
    fixture
        .write("things", Action::DropCollection)
        .expect("it goes");
    fixture
        .write("things", insert("d"))
        .expect("it is made again");
    assert_eq!(
        seen(&fixture, "one"),
        ["+a", "+b", "~b", "+c", "-a", "-b", "-c", "+d"]
    );
}

#[test]
fn consumers_move_on_each_for_itself_and_what_all_have_passed_goes() {
    let fixture = Fixture::new();
    fixture
        .write("things", insert("before"))
        .expect("it is written");
    watch(&fixture, "one", &["things"]);
    fixture.write("things", insert("a")).expect("it is written");
    watch(&fixture, "two", &["things", "others"]);
    fixture.write("things", insert("b")).expect("it is written");
    fixture.write("others", insert("c")).expect("it is written");
    assert_eq!(seen(&fixture, "one"), ["+a", "+b"]);
    assert_eq!(seen(&fixture, "two"), ["+b", "+c"]);
    let outbox = fixture.store.outbox();
    let feed = outbox.feed("one", 1).expect("it can be read");
    assert!(feed.more);
    outbox
        .advance("one", feed.position, Post::default())
        .wait()
        .expect("it moves on");
    assert_eq!(seen(&fixture, "one"), ["+b"]);
    let feed = outbox.feed("one", 100).expect("it can be read");
    outbox
        .advance("one", feed.position, Post::default())
        .wait()
        .expect("it moves on");
    assert_eq!(seen(&fixture, "one"), Vec::<String>::new());
    assert_eq!(rows(&fixture), 2);
    watch(&fixture, "two", &[]);
    assert_eq!(rows(&fixture), 0);
    assert_eq!(outbox.watched("one").expect("it can be read"), ["things"]);
    let fixture = fixture.reopen();
    fixture.write("things", insert("d")).expect("it is written");
    assert_eq!(seen(&fixture, "one"), ["+d"]);
}

#[test]
fn another_process_leaves_its_changes_too() {
    let fixture = Fixture::new();
    watch(&fixture, "one", &["things"]);
    let other = Fixture::at(&fixture.path, Limits::default()).expect("it opens");
    other.write("things", insert("a")).expect("it is written");
    assert_eq!(seen(&fixture, "one"), ["+a"]);
}

fn post(letters: &[(&str, &str)]) -> Post {
    let letter = |(mailbox, content): &(&str, &str)| NewLetter {
        mailbox: (*mailbox).to_owned(),
        content: (*content).to_owned(),
    };
    Post {
        letters: letters.iter().map(letter).collect(),
        now_ms: START_MS,
        waiting_max: 3,
        dead_max: 2,
    }
}

/// The content of the letter that is due, or when there may be one.
fn next(outbox: &dyn Outbox, mailbox: &str, now_ms: i64) -> Result<String, Option<i64>> {
    match outbox.next_letter(mailbox, now_ms).expect("it can be read") {
        NextLetter::Due(letter) => Ok(letter.content),
        NextLetter::At(due_ms) => Err(Some(due_ms)),
        NextLetter::None => Err(None),
    }
}

#[test]
fn letters_are_tried_in_order_until_they_arrive() {
    let fixture = Fixture::new();
    let outbox = fixture.store.outbox();
    outbox
        .advance("one", 0, post(&[("x", "1"), ("y", "2"), ("x", "3")]))
        .wait()
        .expect("posted");
    let number = |content: &str| {
        let all = outbox.letters(None, false, 10).expect("it can be read");
        all.iter()
            .find(|letter| letter.content == content)
            .expect("it waits")
            .number
    };
    assert_eq!(next(outbox, "x", START_MS), Ok("1".to_owned()));
    let again = |due_ms, holds| Failed::Again { due_ms, holds };
    // Refused: the next has its turn.
    outbox
        .failed(number("1"), again(START_MS + 10, false), "400")
        .wait()
        .expect("noted");
    assert_eq!(next(outbox, "x", START_MS), Ok("3".to_owned()));
    // Nobody there: all wait.
    outbox
        .failed(number("3"), again(START_MS + 20, true), "refused")
        .wait()
        .expect("noted");
    assert_eq!(next(outbox, "x", START_MS + 15), Err(Some(START_MS + 20)));
    assert_eq!(next(outbox, "y", START_MS), Ok("2".to_owned()));
    assert_eq!(next(outbox, "x", START_MS + 20), Ok("1".to_owned()));
    let fixture = fixture.reopen();
    let outbox = fixture.store.outbox();
    let waiting = outbox
        .letters(Some("x"), false, 10)
        .expect("it can be read");
    assert_eq!(
        (waiting[0].attempts, waiting[0].reason.as_str()),
        (1, "400")
    );
    for letter in waiting {
        outbox.arrived(letter.number).wait().expect("noted");
    }
    assert_eq!(next(outbox, "x", START_MS + 99), Err(None));
}

#[test]
fn dead_letters_are_kept_and_come_back_when_asked_to() {
    let fixture = Fixture::new();
    let outbox = fixture.store.outbox();
    outbox
        .advance("one", 0, post(&[("x", "1"), ("x", "2")]))
        .wait()
        .expect("posted");
    let first = outbox.letters(Some("x"), false, 1).expect("it can be read")[0].number;
    outbox
        .failed(first, Failed::Dead { dead_max: 2 }, "gone")
        .wait()
        .expect("noted");
    assert_eq!(outbox.count_letters("x"), Ok((1, 1)));
    assert_eq!(outbox.revive("x", Some(first + 1), START_MS).wait(), Ok(0));
    assert_eq!(outbox.revive("x", Some(first), START_MS + 5).wait(), Ok(1));
    let revived = outbox
        .letters(Some("x"), false, 1)
        .expect("it can be read")
        .remove(0);
    assert_eq!(
        (revived.number, revived.attempts, revived.due_ms),
        (first, 0, START_MS + 5)
    );
    outbox.clear("x").wait().expect("noted");
    assert_eq!(outbox.count_letters("x"), Ok((0, 0)));
}

#[test]
fn a_full_mailbox_takes_no_more_and_its_dead_are_bounded() {
    let fixture = Fixture::new();
    let outbox = fixture.store.outbox();
    let many: Vec<(&str, &str)> = ["1", "2", "3", "4", "5", "6", "7"]
        .map(|text| ("x", text))
        .into();
    outbox
        .advance("one", 0, post(&many))
        .wait()
        .expect("posted");
    let contents = |dead| {
        let letters = outbox.letters(Some("x"), dead, 10).expect("it can be read");
        letters
            .into_iter()
            .map(|letter| letter.content)
            .collect::<Vec<_>>()
    };
    assert_eq!(contents(false), ["1", "2", "3"]);
    assert_eq!(contents(true), ["6", "7"]);
}

#[test]
fn the_dead_are_bounded_however_they_died_and_mailboxes_that_are_gone_are_forgotten() {
    let fixture = Fixture::new();
    let outbox = fixture.store.outbox();
    outbox
        .advance(
            "one",
            0,
            post(&[("x", "1"), ("x", "2"), ("x", "3"), ("y", "4")]),
        )
        .wait()
        .expect("posted");
    for letter in outbox
        .letters(Some("x"), false, 10)
        .expect("it can be read")
    {
        let dead = Failed::Dead { dead_max: 2 };
        outbox
            .failed(letter.number, dead, "no")
            .wait()
            .expect("noted");
    }
    assert_eq!(outbox.count_letters("x"), Ok((0, 2)));
    outbox
        .keep_mailboxes(&["y".to_owned()])
        .wait()
        .expect("noted");
    assert_eq!(outbox.count_letters("x"), Ok((0, 0)));
    assert_eq!(outbox.count_letters("y"), Ok((1, 0)));
}
