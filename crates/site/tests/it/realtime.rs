//! Channels and who listens: what each gets, and what is bounded.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use velodrome_model::limits::Limits;
use velodrome_site::realtime::{Channel, Hub, Refusal, Subscription};

fn hub(change: impl FnOnce(&mut Limits)) -> Arc<Hub> {
    let mut limits = Limits::default();
    change(&mut limits);
    Arc::new(Hub::new(&limits, "e1".to_owned()))
}

fn channel(name: &str) -> Channel {
    Channel::new(name.to_owned(), None).expect("a name")
}

fn listen(hub: &Arc<Hub>, name: &str, id: &str) -> Subscription {
    hub.subscribe(channel(name), id.to_owned(), None)
        .expect("there is room")
}

/// The events that are there, without the first, each as its id and its last line; `None` at its end.
fn events(subscription: &Subscription) -> (Vec<String>, bool) {
    let mut cx = Context::from_waker(Waker::noop());
    let mut found = Vec::new();
    loop {
        match subscription.poll_event(&mut cx) {
            Poll::Ready(Some(event)) => {
                let text = String::from_utf8(event.to_vec()).expect("text");
                assert!(text.ends_with("\n\n"), "{text:?}");
                found.push(text.trim_end().to_owned());
            }
            Poll::Ready(None) => return (found, true),
            Poll::Pending => return (found, false),
        }
    }
}

fn payloads(subscription: &Subscription) -> Vec<String> {
    let (events, _) = events(subscription);
    let payload = |event: &String| Some(event.split_once("\"payload\":")?.1.to_owned());
    events.iter().filter_map(payload).collect()
}

#[test]
fn a_message_goes_to_those_who_listen_to_its_channel() {
    let hub = hub(|_| {});
    let one = listen(&hub, "news", "a");
    let two = listen(&hub, "news", "b");
    let other = listen(&hub, "olds", "c");
    let resource = Channel::new("news".to_owned(), Some("7".to_owned())).unwrap();
    let of_resource = hub
        .subscribe(resource.clone(), "d".to_owned(), None)
        .unwrap();
    hub.publish(&channel("news"), "{\"a\":1}", None);
    hub.publish(&resource, "2", None);
    hub.publish(&channel("news"), "3", Some(&["b".to_owned()]));
    assert_eq!(
        events(&one).0,
        [
            "retry: 2000\nid: e1-0\nevent: subscribed\ndata: {\"channel\":{\"name\":\"news\"},\"subscriberId\":\"a\"}",
            "id: e1-1\ndata: {\"channel\":{\"name\":\"news\"},\"payload\":{\"a\":1}}",
        ]
    );
    assert_eq!(payloads(&two), ["{\"a\":1}}", "3}"]);
    assert!(payloads(&other).is_empty());
    assert!(
        events(&of_resource).0[1]
            .contains("{\"name\":\"news\",\"resourceId\":\"7\"},\"payload\":2")
    );
}

#[test]
fn who_comes_back_gets_what_was_missed_or_is_told() {
    let hub = hub(|limits| limits.realtime_history_bytes_max = 1000);
    hub.publish(&channel("news"), "1", None);
    hub.publish(&channel("olds"), "2", None);
    hub.publish(&channel("news"), "3", None);
    let back = |place: &str| {
        hub.subscribe(channel("news"), "a".to_owned(), Some(place))
            .unwrap()
    };
    let again = back("e1-1");
    let (all, _) = events(&again);
    assert!(all[0].contains("id: e1-1\n"), "{all:?}");
    assert_eq!(
        all[1],
        "id: e1-3\ndata: {\"channel\":{\"name\":\"news\"},\"payload\":3}"
    );
    hub.publish(&channel("news"), "4", None);
    assert_eq!(payloads(&again), ["4}"]);
    assert_eq!(payloads(&back("e1-0")), ["1}", "3}", "4}"]);
    for unknown in ["e0-1", "e1-x", "nonsense", "e1-"] {
        let (all, _) = events(&back(unknown));
        assert_eq!(
            all[1],
            "event: missed\ndata: {\"channel\":{\"name\":\"news\"}}"
        );
        assert!(all[0].contains("id: e1-4\n") && all.len() == 2, "{all:?}");
    }
    for _ in 0..50 {
        hub.publish(&channel("news"), "5", None);
    }
    assert!(events(&back("e1-4")).0[1].starts_with("event: missed"));
    assert_eq!(payloads(&back("e1-53")), ["5}"]);
}

#[test]
fn a_message_for_some_is_not_kept() {
    let hub = hub(|_| {});
    hub.publish(&channel("news"), "\"secret\"", Some(&["b".to_owned()]));
    let back = hub
        .subscribe(channel("news"), "b".to_owned(), Some("e1-0"))
        .unwrap();
    assert!(payloads(&back).is_empty());
}

#[test]
fn a_full_queue_ends_its_subscription_and_no_other_and_nothing_is_lost() {
    let hub = hub(|limits| limits.realtime_queue_bytes_max = 1024);
    let slow = listen(&hub, "news", "slow");
    let fast = listen(&hub, "news", "fast");
    let mut got = Vec::new();
    for number in 0..100 {
        hub.publish(&channel("news"), &number.to_string(), None);
        got.extend(payloads(&fast));
    }
    let wanted: Vec<String> = (0..100).map(|number| format!("{number}}}")).collect();
    assert_eq!(got, wanted);
    assert_eq!(hub.subscribers(), 1);
    let (had, is_ended) = events(&slow);
    assert!(is_ended && had.len() > 5 && had.len() < 30, "{}", had.len());
    let bytes: usize = had.iter().map(|event| event.len() + 2).sum();
    assert!(bytes <= 1024, "{bytes}");
    let place = had[had.len() - 1].lines().next().unwrap();
    let place = place.strip_prefix("id: ").unwrap();
    let again = hub
        .subscribe(channel("news"), "slow".to_owned(), Some(place))
        .unwrap();
    assert_eq!(had.len() - 1 + payloads(&again).len(), 100);
}

#[test]
fn one_subscriber_too_many_is_refused_and_who_leaves_makes_room() {
    let hub = hub(|limits| {
        limits.realtime_subscribers_max = 3;
        limits.realtime_channel_subscribers_max = 2;
    });
    let refused = |name: &str| {
        hub.subscribe(channel(name), "x".to_owned(), None)
            .map(drop)
            .unwrap_err()
    };
    let first = listen(&hub, "a", "1");
    let _second = listen(&hub, "a", "2");
    assert_eq!(refused("a"), Refusal::Full);
    let _third = listen(&hub, "b", "3");
    assert_eq!(refused("c"), Refusal::Full);
    drop(first);
    assert_eq!(hub.subscribers(), 2);
    let last = listen(&hub, "a", "4");
    hub.close();
    assert!(events(&last).1);
    assert_eq!(refused("a"), Refusal::Closed);
    drop(last);
    assert_eq!(hub.subscribers(), 0);
}

#[test]
fn many_threads_publish_and_each_subscriber_has_one_order() {
    let hub = hub(|limits| limits.realtime_queue_bytes_max = 64 << 20);
    let one = listen(&hub, "news", "a");
    let two = listen(&hub, "news", "b");
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let hub = &hub;
            scope.spawn(move || {
                for number in 0..500 {
                    hub.publish(
                        &channel("news"),
                        &format!("{}", thread * 1000 + number),
                        None,
                    );
                }
            });
        }
    });
    let (first, second) = (events(&one).0, events(&two).0);
    assert_eq!(first[1..], second[1..]);
    assert_eq!(first.len(), 2001);
    for (number, event) in first[1..].iter().enumerate() {
        assert!(event.starts_with(&format!("id: e1-{}\n", number + 1)));
    }
}

#[test]
fn names_of_channels_are_bounded() {
    let make = |name: &str, resource: Option<&str>| {
        Channel::new(name.to_owned(), resource.map(str::to_owned)).is_ok()
    };
    assert!(make("a b/\u{e9}", Some("x")) && make(&"a".repeat(256), None));
    for (name, resource) in [
        ("", None),
        ("a", Some("")),
        ("a\nb", None),
        ("a", Some("\u{7f}")),
    ] {
        assert!(!make(name, resource), "{name:?} {resource:?}");
    }
    assert!(!make(&"a".repeat(257), None) && !make("a", Some(&"b".repeat(257))));
}
