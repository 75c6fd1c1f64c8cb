//! A running server hears of every switch.

use velodrome_site::releases::{Content, CurrentWatch, Releases};
use velodrome_site::watch::WatchMode;

use crate::watching::run;

fn publish(releases: &Releases, script: &str) -> u64 {
    let content = Content {
        script: script.into(),
        ..Content::default()
    };
    releases.publish(content, "", 1).expect("published").number
}

#[test]
fn switches_are_told_in_both_modes() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        run(async {
            let dir = tempfile::tempdir().expect("a folder");
            let releases = Releases::open(dir.path()).expect("a data directory");
            let mut watch = CurrentWatch::new(&releases, mode).expect("readable");
            assert_eq!(watch.known(), None);
            for script in ["1", "2", "3"] {
                let number = publish(&releases, script);
                assert_eq!(watch.changed().await.number, number);
            }
            releases.rollback(None, 1).expect("switched");
            assert_eq!(watch.changed().await.number, 2);
            assert_eq!(watch.known().map(|current| current.number), Some(2));
        });
    }
}

#[test]
fn a_switch_is_heard_while_waiting() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        run(async {
            let dir = tempfile::tempdir().expect("a folder");
            let releases = Releases::open(dir.path()).expect("a data directory");
            let mut watch = CurrentWatch::new(&releases, mode).expect("readable");
            let publisher = tokio::task::spawn_blocking(move || publish(&releases, "1"));
            assert_eq!(watch.changed().await.number, 1);
            publisher.await.expect("published");
        });
    }
}

#[test]
fn what_is_current_at_the_beginning_is_not_told_and_a_damaged_file_is_waited_out() {
    run(async {
        let dir = tempfile::tempdir().expect("a folder");
        let releases = Releases::open(dir.path()).expect("a data directory");
        publish(&releases, "1");
        let mut watch = CurrentWatch::new(&releases, WatchMode::Told).expect("readable");
        std::fs::write(dir.path().join("current"), "{").expect("a file");
        {
            let mut changed = std::pin::pin!(watch.changed());
            let polled = std::future::poll_fn(|context| {
                std::task::Poll::Ready(changed.as_mut().poll(context).is_pending())
            });
            assert!(polled.await);
        }
        publish(&releases, "2");
        assert_eq!(watch.changed().await.number, 2);
    });
}
