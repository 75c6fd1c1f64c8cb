//! Every limit at its value and one past it.
//!
//! The limits are set in `velodrome.toml`, so that each test also proves that the value gets from
//! there to where it counts. A limit without a row in [`TESTED`] or [`ELSEWHERE`] fails.

mod bodies;
mod connections;
mod heads;
mod logs;
mod memory;
mod requests;
mod responses;
mod threads;

use std::collections::BTreeSet;
use std::path::Path;

use velodrome_model::limits::TABLE;

/// The tests of this folder, by the limit they reach.
const TESTED: &[(&str, fn())] = &[
    ("connections_max", connections::one_more_connection_waits),
    (
        "handshake_time_ms_max",
        crate::tls::a_handshake_has_its_time,
    ),
    (
        "handshakes_max",
        crate::tls::one_more_handshake_ends_the_oldest,
    ),
    ("http2_streams_max", crate::tls::so_many_streams_at_once),
    (
        "http2_resets_max",
        crate::tls::more_taken_back_than_answered_is_cut_off,
    ),
    ("header_time_ms_max", connections::a_head_must_come_in_time),
    (
        "keep_alive_idle_ms_max",
        connections::an_idle_connection_is_closed,
    ),
    (
        "write_idle_ms_max",
        connections::a_client_that_does_not_read_is_left,
    ),
    (
        "linger_bytes_max",
        connections::lingering_ends_after_so_many_bytes,
    ),
    (
        "linger_time_ms_max",
        connections::lingering_ends_after_some_time,
    ),
    ("target_bytes_max", heads::a_longer_target_is_414),
    (
        "header_block_bytes_max",
        heads::a_longer_header_block_is_431,
    ),
    ("header_count_max", heads::one_more_header_is_431),
    (
        "request_body_bytes_max",
        bodies::a_longer_body_is_413_and_can_be_read,
    ),
    ("body_idle_ms_max", bodies::a_body_that_stops_is_408),
    ("body_time_ms_max", bodies::a_body_that_drips_is_408),
    (
        "chunk_extension_bytes_max",
        bodies::longer_chunk_extensions_are_400,
    ),
    ("trailer_bytes_max", bodies::longer_trailers_are_431),
    (
        "requests_per_minute_max",
        requests::one_more_in_a_minute_is_429,
    ),
    ("requests_in_flight_max", requests::one_more_at_work_is_503),
    (
        "wall_time_ms_max",
        requests::a_function_that_takes_longer_is_504_and_goes_on,
    ),
    ("cpu_time_ms_max", requests::more_cpu_time_is_500),
    (
        "background_time_ms_max",
        requests::the_background_is_forgotten_after_a_time,
    ),
    (
        "background_requests_max",
        requests::the_oldest_in_the_background_is_forgotten,
    ),
    ("heap_bytes_max", memory::a_larger_heap_is_500),
    (
        "process_memory_bytes_max",
        memory::a_larger_process_is_told_of,
    ),
    ("timers_max", threads::one_more_timer_throws),
    (
        "instances_max",
        threads::busy_threads_are_joined_by_no_more_than_allowed,
    ),
    ("stand_ins_max", threads::so_many_stand_in_and_then_503),
    ("response_body_bytes_max", responses::a_longer_body_is_500),
    (
        "response_header_bytes_max",
        responses::longer_headers_are_500,
    ),
    ("log_line_bytes_max", logs::a_longer_line_is_cut),
    (
        "log_lines_per_request_max",
        logs::further_lines_are_not_shown,
    ),
    ("drain_time_ms_max", threads::draining_ends_at_its_deadline),
    (
        "media_file_bytes_max",
        super::media::a_longer_file_is_413_and_an_error_for_code,
    ),
    ("media_files_max", super::media::one_more_file_is_refused),
    (
        "media_uploads_max",
        super::media::one_more_upload_at_once_is_503,
    ),
    (
        "realtime_subscribers_max",
        super::realtime::one_subscriber_more_is_503,
    ),
    (
        "realtime_channel_subscribers_max",
        super::realtime::one_subscriber_more_is_503,
    ),
    (
        "api_requests_per_minute_max",
        crate::api::a_burst_is_counted_per_application,
    ),
    (
        "api_burst_max",
        crate::api::a_burst_is_counted_per_application,
    ),
    (
        "api_replay_signatures_max",
        crate::api::replays_are_remembered_up_to_a_limit,
    ),
];

/// Limits of other crates: the file below `crates/` and the test in it.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    (
        "realtime_message_bytes_max",
        "server/tests/it/site/realtime.rs",
        "what_cannot_be_published_is_told_to_the_code",
    ),
    (
        "realtime_heartbeat_ms_max",
        "server/tests/it/site/realtime.rs",
        "a_quiet_stream_has_a_heartbeat_and_then_an_end",
    ),
    (
        "realtime_idle_ms_max",
        "server/tests/it/site/realtime.rs",
        "a_quiet_stream_has_a_heartbeat_and_then_an_end",
    ),
    (
        "realtime_queue_bytes_max",
        "site/tests/it/realtime.rs",
        "a_full_queue_ends_its_subscription_and_no_other_and_nothing_is_lost",
    ),
    (
        "realtime_history_bytes_max",
        "site/tests/it/realtime.rs",
        "who_comes_back_gets_what_was_missed_or_is_told",
    ),
    (
        "fetch_calls_per_request_max",
        "runtime/tests/it/fetch.rs",
        "a_request_may_make_so_many_calls_and_no_more",
    ),
    (
        "fetch_depth_max",
        "runtime/tests/it/fetch.rs",
        "calls_of_a_site_to_itself_have_a_depth",
    ),
    (
        "fetch_connections_max",
        "outbound/tests/it/pool.rs",
        "one_too_many_waits_and_the_unused_makes_room",
    ),
    (
        "fetch_connect_time_ms_max",
        "outbound/tests/it/limits.rs",
        "a_connection_has_its_own_time",
    ),
    (
        "fetch_time_ms_max",
        "outbound/tests/it/limits.rs",
        "a_server_that_never_answers_is_given_up",
    ),
    (
        "fetch_redirects_max",
        "outbound/tests/it/redirects.rs",
        "a_circle_ends",
    ),
    (
        "fetch_response_head_bytes_max",
        "outbound/tests/it/limits.rs",
        "a_head_that_is_too_long_is_refused",
    ),
    (
        "fetch_response_bytes_max",
        "outbound/tests/it/limits.rs",
        "a_body_may_have_so_many_bytes_and_not_one_more",
    ),
    (
        "webhooks_max",
        "velodrome/tests/it/webhooks.rs",
        "so_many_webhooks_and_no_more",
    ),
    (
        "webhook_calls_max",
        "velodrome/tests/it/webhooks.rs",
        "so_many_webhooks_are_called_at_once",
    ),
    (
        "webhook_time_ms_max",
        "velodrome/tests/it/webhooks.rs",
        "a_receiver_that_never_answers_has_its_time",
    ),
    (
        "webhook_attempts_max",
        "velodrome/tests/it/webhooks.rs",
        "an_event_that_is_refused_too_often_can_be_delivered_later",
    ),
    (
        "webhook_delay_ms_max",
        "velodrome/tests/it/webhooks.rs",
        "an_event_that_is_refused_too_often_can_be_delivered_later",
    ),
    (
        "webhook_letters_max",
        "store/tests/it/outbox.rs",
        "a_full_mailbox_takes_no_more_and_its_dead_are_bounded",
    ),
    (
        "webhook_dead_letters_max",
        "store/tests/it/outbox.rs",
        "a_full_mailbox_takes_no_more_and_its_dead_are_bounded",
    ),
    (
        "stream_time_ms_max",
        "server/tests/it/site/streams.rs",
        "a_stream_has_a_limit_of_time_and_the_wall_time_is_not_it",
    ),
    (
        "data_time_ms_max",
        "site/tests/it/data/trouble.rs",
        "an_operation_has_its_time",
    ),
    (
        "data_queue_max",
        "store/tests/it/grouping.rs",
        "a_full_queue_says_so",
    ),
    (
        "data_readers_max",
        "store/tests/it/at_once.rs",
        "a_search_that_nobody_waits_for_gives_way",
    ),
    (
        "data_operations_max",
        "runtime/tests/it/operations.rs",
        "one_operation_too_many_is_refused_before_the_host_is_asked",
    ),
    (
        "job_wall_time_ms_max",
        "velodrome/src/jobs/scheduler/tests.rs",
        "a_job_has_limits_of_its_own",
    ),
    (
        "job_cpu_time_ms_max",
        "velodrome/src/jobs/scheduler/tests.rs",
        "a_job_has_limits_of_its_own",
    ),
    (
        "job_runs_kept_max",
        "site/tests/it/jobs.rs",
        "the_history_is_bounded_and_a_run_has_one_entry",
    ),
    (
        "log_queue_lines_max",
        "velodrome/src/logs/logger.rs",
        "nobody_waits_for_a_reader_that_does_not_read_and_what_is_lost_is_counted",
    ),
    (
        "build_time_ms_max",
        "velodrome/tests/it/cli_check.rs",
        "a_build_that_takes_too_long_is_stopped",
    ),
    (
        "script_bytes_max",
        "velodrome/tests/it/cli_check.rs",
        "a_build_that_takes_too_long_is_stopped",
    ),
];

#[test]
fn every_limit_has_a_test() {
    let here = TESTED.iter().map(|(limit, _)| *limit);
    let elsewhere = ELSEWHERE.iter().map(|(limit, ..)| *limit);
    let tested: BTreeSet<_> = here.chain(elsewhere).collect();
    let all: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
    assert_eq!(tested, all);
    for (limit, file, test) in ELSEWHERE {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            text.contains(&format!("fn {test}()")),
            "{limit}: {file} has no {test}"
        );
    }
}

/// A `velodrome.toml` with these limits.
pub fn limits(values: &[(&str, u64)]) -> String {
    let mut text = String::from("[limits]\n");
    for (name, value) in values {
        text.push_str(&format!("{name} = {value}\n"));
    }
    text
}
