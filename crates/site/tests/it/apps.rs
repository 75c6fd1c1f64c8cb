//! The registry of applications: what it keeps, who can read it, and when a server sees a change.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use velodrome_model::cursor::{CursorContent, CursorError, CursorScope, Direction, Position};
use velodrome_model::signing::{
    ApplicationLookup, CanonicalMessage, MacKey, Parameters, Signature, SigningKey,
};
use velodrome_site::apps::{
    Access, ApplicationsWatch, AppsError, Area, Created, CursorEnd, KeySource, NewApplication,
    OVERLAP_MS_DEFAULT, Registry, Scope, Scopes,
};

const NOW_MS: u64 = 1_700_000_000_000;
const HOUR_MS: u64 = 60 * 60 * 1000;

fn registry(dir: &Path) -> Registry {
    Registry::open(dir, KeySource::File)
}

fn watch(dir: &Path) -> Arc<ApplicationsWatch> {
    Arc::new(ApplicationsWatch::open(dir, KeySource::File))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn new(name: &str) -> NewApplication {
    NewApplication {
        name: name.to_owned(),
        scopes: Scopes::ALL,
        cursor_end: CursorEnd::Zero,
    }
}

fn create(dir: &Path, name: &str) -> Created {
    registry(dir).create(new(name), NOW_MS).expect("made")
}

fn signature(key: &SigningKey) -> Signature {
    key.mac(&CanonicalMessage {
        method: "GET",
        path: Some("/v1/contacts"),
        parameters: &Parameters::default(),
        body: b"",
    })
}

/// Which of these secrets an application's keys are, in order.
fn known(keys: &[SigningKey], secrets: &[(u32, &str)]) -> Vec<u32> {
    let number = |key: &SigningKey| {
        let is_it = |text: &str| signature(&SigningKey::new(text)) == signature(key);
        let found = secrets.iter().find(|(_, text)| is_it(text));
        found.expect("one of the secrets").0
    };
    keys.iter().map(number).collect()
}

fn code<T>(result: Result<T, AppsError>) -> &'static str {
    result.err().map_or("none", |error| error.code())
}

#[test]
fn what_was_created_is_found_with_its_secret() {
    let dir = folder();
    let made = registry(dir.path())
        .create(
            NewApplication {
                name: "Shop".to_owned(),
                scopes: "contacts:read,sites".parse().expect("scopes"),
                cursor_end: CursorEnd::Null,
            },
            NOW_MS,
        )
        .expect("made");
    let applications = watch(dir.path()).current().expect("readable");
    let found = applications.get(&made.application_id).expect("it is there");
    assert_eq!((&*found.name, &found.instance), ("Shop", &made.instance_id));
    assert_eq!(found.cursor_end, CursorEnd::Null);
    let contacts = |access| found.scopes.allow(Scope::new(Area::Contacts, access));
    assert!(contacts(Access::Read) && !contacts(Access::Write));
    let looked_up = applications.at(NOW_MS);
    let keys = looked_up
        .application(&made.application_id)
        .expect("it is there");
    assert_eq!(keys.instance, made.instance_id);
    assert_eq!(known(keys.secrets, &[(1, made.secret.reveal())]), [1]);
    assert!(looked_up.application(&made.instance_id).is_none());
    for text in [
        &*made.application_id,
        &made.instance_id,
        made.secret.reveal(),
    ] {
        assert_eq!(text.len(), 36, "{text}");
        let is_foreign = |c: char| !(c.is_ascii_hexdigit() || c == '-');
        assert!(!text.contains(is_foreign), "{text}");
    }
}

#[test]
fn nothing_is_made_by_looking() {
    let dir = folder();
    let data_dir = dir.path().join("data");
    let watch = watch(&data_dir);
    assert!(watch.current().expect("readable").is_empty());
    assert!(watch.reader().current().expect("readable").is_empty());
    assert_eq!(registry(&data_dir).list(NOW_MS).expect("readable"), []);
    assert_eq!(
        code(registry(&data_dir).credentials("shop", NOW_MS)),
        "APPS_UNKNOWN"
    );
    assert!(!data_dir.exists());
}

#[test]
fn files_are_for_their_owner_and_hold_no_text_of_a_secret() {
    let dir = folder();
    let data_dir = dir.path().join("data");
    let made = create(&data_dir, "Shop");
    registry(&data_dir)
        .rotate("Shop", HOUR_MS, NOW_MS)
        .expect("rotated");
    let mode = |name: &str| {
        let metadata = fs::metadata(data_dir.join(name)).expect("it is there");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode("applications"), 0o600);
    assert_eq!(mode("applications.lock"), 0o600);
    assert_eq!(mode("keys"), 0o700);
    assert_eq!(mode("keys/applications.key"), 0o600);
    let file = fs::read(data_dir.join("applications")).expect("readable");
    for text in ["Shop", made.secret.reveal(), &made.application_id] {
        let is_it = |bytes: &[u8]| bytes == text.as_bytes();
        assert!(!file.windows(text.len()).any(is_it), "{text}");
    }
    assert_eq!(
        fs::read_to_string(data_dir.join(".gitignore"))
            .ok()
            .as_deref(),
        Some("*\n")
    );
}

#[test]
fn nothing_that_is_printed_for_debugging_shows_a_secret() {
    let dir = folder();
    let made = create(dir.path(), "Shop");
    let rotated = registry(dir.path())
        .rotate("Shop", HOUR_MS, NOW_MS)
        .expect("rotated");
    let digits = fs::read_to_string(dir.path().join("keys/applications.key")).expect("readable");
    let watch = ApplicationsWatch::open(dir.path(), KeySource::Given(digits.clone()));
    let applications = watch.current().expect("readable");
    let list = registry(dir.path()).list(NOW_MS).expect("readable");
    let shown = format!("{made:?} {rotated:?} {list:?} {applications:?} {watch:?}");
    for text in [made.secret.reveal(), rotated.secret.reveal(), digits.trim()] {
        assert!(!shown.contains(text));
    }
}

#[test]
fn a_rotated_secret_is_accepted_until_its_overlap_ends() {
    let dir = folder();
    let registry = registry(dir.path());
    let first = create(dir.path(), "Shop");
    let second = registry
        .rotate(&first.application_id, OVERLAP_MS_DEFAULT, NOW_MS)
        .expect("rotated by id");
    let later_ms = NOW_MS + HOUR_MS;
    let third = registry
        .rotate("Shop", HOUR_MS, later_ms)
        .expect("rotated by name");
    assert_eq!((second.number, third.number), (2, 3));
    assert_eq!(third.others.len(), 2);
    let applications = watch(dir.path()).current().expect("readable");
    let texts = [
        (1, first.secret.reveal()),
        (2, second.secret.reveal()),
        (3, third.secret.reveal()),
    ];
    let active = |now_ms| {
        let shop = applications.get(&first.application_id).expect("there");
        let numbers = known(shop.secrets(now_ms), &texts);
        let told: Vec<u32> = (0..numbers.len())
            .filter_map(|index| shop.secret_number(index))
            .collect();
        assert_eq!(numbers, told);
        numbers
    };
    let end_ms = later_ms + HOUR_MS;
    assert_eq!(active(later_ms), [3, 2, 1]);
    assert_eq!(active(end_ms - 1), [3, 2, 1]);
    assert_eq!(active(end_ms), [3]);
    assert_eq!(active(u64::MAX - 1), [3]);
    assert_eq!(
        code(registry.rotate("Shop", HOUR_MS, later_ms)),
        "APPS_TOO_MANY_SECRETS"
    );
    let after = registry
        .rotate("Shop", HOUR_MS, end_ms)
        .expect("room again");
    assert_eq!((after.number, after.others.len()), (4, 1));
}

#[test]
fn a_shorter_overlap_ends_older_secrets_sooner_and_a_longer_one_does_not_revive_them() {
    let dir = folder();
    let registry = registry(dir.path());
    create(dir.path(), "Shop");
    let rotate = |overlap_ms| {
        registry
            .rotate("Shop", overlap_ms, NOW_MS)
            .expect("rotated")
    };
    let ends = |others: &[velodrome_site::apps::ListedSecret]| -> Vec<(u32, Option<u64>)> {
        others
            .iter()
            .map(|one| (one.number, one.expires_ms))
            .collect()
    };
    let hour = Some(NOW_MS + HOUR_MS);
    assert_eq!(ends(&rotate(HOUR_MS).others), [(1, hour)]);
    let two = Some(NOW_MS + 2 * HOUR_MS);
    assert_eq!(ends(&rotate(2 * HOUR_MS).others), [(2, two), (1, hour)]);
    assert_eq!(ends(&rotate(0).others), []);
}

#[test]
fn revoking_ends_one_secret_or_all_and_rotating_begins_anew() {
    let dir = folder();
    let registry = registry(dir.path());
    let made = create(dir.path(), "Shop");
    let watch = watch(dir.path());
    let reader = watch.reader();
    let active = || {
        let applications = reader.current().expect("readable");
        applications
            .get(&made.application_id)
            .map(|shop| shop.secrets(NOW_MS).len())
    };
    registry.rotate("Shop", HOUR_MS, NOW_MS).expect("rotated");
    assert_eq!(active(), Some(2));
    let left = registry.revoke("Shop", Some(1), NOW_MS).expect("revoked");
    assert_eq!(left.secrets.len(), 1);
    assert_eq!(active(), Some(1));
    assert_eq!(
        code(registry.revoke("Shop", Some(1), NOW_MS)),
        "APPS_UNKNOWN_SECRET"
    );
    registry.revoke("Shop", None, NOW_MS).expect("revoked");
    assert_eq!(active(), Some(0));
    assert_eq!(code(registry.credentials("Shop", NOW_MS)), "APPS_UNUSABLE");
    let rotated = registry.rotate("Shop", HOUR_MS, NOW_MS).expect("rotated");
    assert_eq!((rotated.number, active()), (3, Some(1)));
    registry.remove("Shop", NOW_MS).expect("removed");
    assert_eq!(active(), None);
    for result in [
        code(registry.rotate("Shop", 0, NOW_MS)),
        code(registry.revoke("Shop", None, NOW_MS)),
        code(registry.remove("Shop", NOW_MS)),
        code(registry.set("Shop", None, None, NOW_MS)),
    ] {
        assert_eq!(result, "APPS_UNKNOWN");
    }
}

#[test]
fn every_change_is_seen_by_the_next_look_however_quickly_they_follow() {
    let dir = folder();
    let registry = registry(dir.path());
    let made = create(dir.path(), "Shop");
    let watch = watch(dir.path());
    let readers = [watch.reader(), watch.reader()];
    for round in 0..200 {
        let cursor_end = [CursorEnd::Null, CursorEnd::Zero][round % 2];
        let set = registry.set("Shop", None, Some(cursor_end), NOW_MS);
        assert_eq!(set.expect("set").cursor_end, cursor_end);
        // The second one is behind by one or two changes each time.
        for reader in &readers[..1 + usize::from(round % 3 == 0)] {
            let applications = reader.current().expect("readable");
            let shop = applications.get(&made.application_id).expect("there");
            assert_eq!(shop.cursor_end, cursor_end, "round {round}");
        }
    }
}

#[test]
fn readers_share_what_was_read_and_keep_it_while_nothing_changes() {
    let dir = folder();
    create(dir.path(), "Shop");
    let watch = watch(dir.path());
    let first = watch.reader().current().expect("readable");
    let reader = watch.reader();
    for _ in 0..3 {
        assert!(Arc::ptr_eq(&first, &reader.current().expect("readable")));
    }
    create(dir.path(), "Other");
    assert!(!Arc::ptr_eq(&first, &reader.current().expect("readable")));
    assert_eq!(first.iter().count(), 1);
}

#[test]
fn without_its_file_nobody_is_known_any_more() {
    let dir = folder();
    create(dir.path(), "Shop");
    let reader = watch(dir.path()).reader();
    assert!(!reader.current().expect("readable").is_empty());
    fs::remove_file(dir.path().join("applications")).expect("removed");
    assert!(reader.current().expect("readable").is_empty());
}

#[test]
fn a_registry_that_cannot_be_read_is_an_error_until_it_is_replaced() {
    let dir = folder();
    let registry = registry(dir.path());
    create(dir.path(), "Shop");
    let reader = watch(dir.path()).reader();
    let path = dir.path().join("applications");
    let good = fs::read(&path).expect("readable");
    let mut bad = good.clone();
    *bad.last_mut().expect("it has bytes") ^= 1;
    fs::write(&path, &bad).expect("written");
    assert_eq!(code(reader.current()), "APPS_DAMAGED");
    assert_eq!(code(reader.current()), "APPS_DAMAGED");
    assert_eq!(code(registry.create(new("Other"), NOW_MS)), "APPS_DAMAGED");
    assert_eq!(fs::read(&path).expect("readable"), bad);
    fs::write(&path, b"velodrome applications 2\n..").expect("written");
    assert_eq!(code(reader.current()), "APPS_NEWER");
    fs::remove_file(&path).expect("removed");
    fs::write(&path, &good).expect("written");
    assert!(!reader.current().expect("readable").is_empty());
}

#[test]
fn the_key_may_come_from_the_environment() {
    let dir = folder();
    let digits = "0123456789abcdefABCDEF".repeat(3)[..64].to_owned();
    let given = |digits: &str| {
        KeySource::from_environment(|name| {
            assert_eq!(name, "VELODROME_KEY");
            Some(digits.to_owned())
        })
    };
    let by = |digits: &str| Registry::open(dir.path(), given(digits));
    by(&digits).create(new("Shop"), NOW_MS).expect("made");
    assert!(!dir.path().join("keys").exists());
    assert_eq!(by(&digits).list(NOW_MS).expect("readable").len(), 1);
    let watch = ApplicationsWatch::open(dir.path(), given(&digits));
    assert!(!watch.current().expect("readable").is_empty());
    assert_eq!(code(by(&"0".repeat(64)).list(NOW_MS)), "APPS_KEY_WRONG");
    assert_eq!(code(by("secret").list(NOW_MS)), "APPS_KEY_MALFORMED");
    assert_eq!(code(by("").list(NOW_MS)), "APPS_KEY_MISSING");
    let refused = registry(dir.path()).create(new("Other"), NOW_MS);
    assert_eq!(code(refused), "APPS_KEY_MISSING");
    assert!(!dir.path().join("keys").exists());
    // The file has the same digits, so that a site can move from one to the other.
    let other = folder();
    create(other.path(), "Shop");
    let digits = fs::read_to_string(other.path().join("keys/applications.key")).expect("readable");
    fs::remove_dir_all(other.path().join("keys")).expect("removed");
    let moved = Registry::open(other.path(), given(&digits));
    assert_eq!(moved.list(NOW_MS).expect("readable").len(), 1);
}

#[test]
fn names_are_held_to_what_can_name_one_application() {
    let dir = folder();
    let registry = registry(dir.path());
    let made = create(dir.path(), "Shop");
    let create = |name: &str| code(registry.create(new(name), NOW_MS));
    assert_eq!(create("Shop"), "APPS_TAKEN");
    assert_eq!(create(&made.application_id), "APPS_TAKEN");
    for name in ["", " ", " Shop", "a\nb", "a\u{7f}", &"x".repeat(101)] {
        assert_eq!(create(name), "APPS_UNUSABLE", "{name:?}");
    }
    assert_eq!(create(&"ü".repeat(100)), "none");
}

#[test]
fn scopes_are_replaced_as_a_whole() {
    let dir = folder();
    let registry = registry(dir.path());
    let made = create(dir.path(), "Shop");
    let wanted: Scopes = "activities:write".parse().expect("a scope");
    let set = registry.set("Shop", Some(wanted), None, NOW_MS);
    assert_eq!(set.expect("set").scopes, wanted);
    let applications = watch(dir.path()).current().expect("readable");
    let found = applications.get(&made.application_id).expect("there");
    assert_eq!(found.scopes, wanted);
    assert_eq!(registry.list(NOW_MS).expect("readable")[0].scopes, wanted);
}

#[test]
fn a_cursor_opens_after_its_key_was_replaced_and_not_in_another_registry() {
    let dir = folder();
    create(dir.path(), "Shop");
    let watch = watch(dir.path());
    let scope = CursorScope {
        application: "a",
        instance: "i",
        endpoint: "/v1/contacts",
    };
    let content = CursorContent {
        filter: String::new(),
        page_size: 25,
        direction: Direction::Next,
        position: Position::Sequence {
            created_ms: 1,
            sequence: 2,
        },
        issued_at_ms: 0,
    };
    let seal = || {
        let applications = watch.current().expect("readable");
        let sealed = applications.cursor_keys().seal(&scope, &content, [0; 12]);
        sealed.expect("short enough")
    };
    let open = |watch: &ApplicationsWatch, cursor: &str| {
        let applications = watch.current().expect("readable");
        applications.cursor_keys().open(&scope, cursor, 1)
    };
    let before = seal();
    assert_eq!(before, seal());
    let rotate = |now_ms| {
        registry(dir.path())
            .rotate_cursor_key(now_ms)
            .expect("rotated")
    };
    rotate(NOW_MS);
    assert_ne!(before, seal());
    assert_eq!(open(&watch, &before).as_ref(), Ok(&content));
    rotate(NOW_MS + 23 * HOUR_MS);
    assert_eq!(open(&watch, &before).as_ref(), Ok(&content));
    rotate(NOW_MS + 24 * HOUR_MS);
    assert_eq!(open(&watch, &before), Err(CursorError::UnknownKey));
    let other = folder();
    create(other.path(), "Shop");
    let foreign = Arc::new(ApplicationsWatch::open(other.path(), KeySource::File));
    assert_eq!(open(&foreign, &seal()), Err(CursorError::UnknownKey));
}

#[test]
fn changes_made_at_once_are_all_kept() {
    let dir = folder();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let dir = dir.path();
            scope.spawn(move || {
                for round in 0..5 {
                    create(dir, &format!("{thread} {round}"));
                }
            });
        }
    });
    let listed = registry(dir.path()).list(NOW_MS).expect("readable");
    assert_eq!(listed.len(), 20);
}

#[test]
fn what_a_crash_left_beside_its_place_is_no_obstacle() {
    let dir = folder();
    create(dir.path(), "Shop");
    fs::write(dir.path().join("applications.new"), "half").expect("written");
    create(dir.path(), "Other");
    assert!(!dir.path().join("applications.new").exists());
    assert_eq!(
        registry(dir.path()).list(NOW_MS).expect("readable").len(),
        2
    );
}
