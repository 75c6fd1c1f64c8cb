//! Every limit of the product in one table: name, unit, default, floor, ceiling, reason.
//!
//! A limit that is not here does not exist. The names carry their units; `velodrome limits` prints
//! this table, `[limits]` in `velodrome.toml` sets a value between floor and ceiling.

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Milliseconds.
    Milliseconds,
    /// A plain number of things.
    Count,
}

impl Unit {
    /// The unit's short name, as printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Unit::Bytes => "bytes",
            Unit::Milliseconds => "ms",
            Unit::Count => "count",
        }
    }
}

/// One row of the table of limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The key in `[limits]` and the field of [`Limits`].
    pub name: &'static str,
    /// What is counted.
    pub unit: Unit,
    /// The value when nothing is configured.
    pub default: u64,
    /// The smallest value that may be configured.
    pub floor: u64,
    /// The largest value that may be configured.
    pub ceiling: u64,
    /// What is limited and what happens at one past it.
    pub about: &'static str,
}

macro_rules! limits {
    ($($name:ident: $unit:ident, $default:expr, $floor:expr, $ceiling:expr, $about:literal;)*) => {
        /// The limits in force for one site. See [`TABLE`] for units and reasons.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Limits { $(#[doc = $about] pub $name: u64,)* }

        impl Default for Limits {
            fn default() -> Self { Limits { $($name: $default,)* } }
        }

        impl Limits {
            /// The value of the limit called `name`.
            pub fn get(&self, name: &str) -> Option<u64> {
                match name { $(stringify!($name) => Some(self.$name),)* _ => None }
            }

            /// Sets the limit called `name`.
            ///
            /// # Errors
            /// The name is unknown, or the value is not between floor and ceiling.
            pub fn set(&mut self, name: &str, value: u64) -> Result<(), LimitError> {
                let row = TABLE.iter().find(|row| row.name == name).ok_or(LimitError::Unknown)?;
                if value < row.floor || value > row.ceiling {
                    return Err(LimitError::OutOfRange { floor: row.floor, ceiling: row.ceiling });
                }
                match name { $(stringify!($name) => self.$name = value,)* _ => return Err(LimitError::Unknown) }
                Ok(())
            }
        }

        /// Every limit, in the order in which a request meets them.
        pub const TABLE: &[Limit] = &[$(Limit {
            name: stringify!($name), unit: Unit::$unit, default: $default, floor: $floor, ceiling: $ceiling, about: $about,
        },)*];
    };
}

/// Why a limit could not be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitError {
    /// There is no limit of this name.
    Unknown,
    /// The value is below the floor or above the ceiling.
    OutOfRange {
        /// The smallest value allowed.
        floor: u64,
        /// The largest value allowed.
        ceiling: u64,
    },
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;
const SECOND: u64 = 1000;

limits! {
    connections_max: Count, 10_000, 1, 100_000, "Connections open at once, per process. One more waits in the listening socket's queue.";
    handshake_time_ms_max: Milliseconds, 10 * SECOND, 50, 120 * SECOND, "Time from a connection's opening to the end of its TLS handshake. Then the connection is closed.";
    handshakes_max: Count, 1000, 1, 100_000, "TLS handshakes going on at once, per process. One more: the oldest is closed.";
    header_time_ms_max: Milliseconds, 10 * SECOND, 50, 120 * SECOND, "Time from a connection's opening, or from a request's first byte, to its complete head. Then the connection is closed.";
    keep_alive_idle_ms_max: Milliseconds, 60 * SECOND, 50, 3600 * SECOND, "Time a connection may stay idle between two requests. Then it is closed.";
    http2_streams_max: Count, 100, 1, 1000, "Requests at once on one HTTP/2 connection. The client is told; one more is refused.";
    http2_resets_max: Count, 100, 1, 100_000, "Requests that an HTTP/2 client may take back before their answer, when it lets no more than that be answered. One more: the connection is closed.";
    target_bytes_max: Bytes, 8 * KIB, 64, 64 * KIB, "Length of a request's target. One more: 414.";
    header_block_bytes_max: Bytes, 32 * KIB, 512, 256 * KIB, "Length of a request's head without its first line. One more: 431.";
    header_count_max: Count, 100, 4, 1000, "Header fields of a request. One more: 431.";
    request_body_bytes_max: Bytes, 512 * KIB, 0, 64 * MIB, "Length of a request's body. One more: 413.";
    body_idle_ms_max: Milliseconds, 10 * SECOND, 50, 120 * SECOND, "Time between two pieces of a request's body. Then 408.";
    body_time_ms_max: Milliseconds, 60 * SECOND, 50, 3600 * SECOND, "Time from a request's complete head to its complete body. Then 408.";
    chunk_extension_bytes_max: Bytes, 4 * KIB, 0, 64 * KIB, "Length of all chunk extensions of a request's body. One more: 400.";
    trailer_bytes_max: Bytes, 4 * KIB, 0, 64 * KIB, "Length of the trailer fields after a request's body. One more: 431.";
    write_idle_ms_max: Milliseconds, 10 * SECOND, 50, 600 * SECOND, "Time a client may take no byte of an answer. Then the connection is closed.";
    linger_bytes_max: Bytes, 2 * MIB, 0, 64 * MIB, "Bytes of a refused body that are read and thrown away so that the client can read the answer.";
    linger_time_ms_max: Milliseconds, 2 * SECOND, 0, 60 * SECOND, "Time for the same.";
    requests_per_minute_max: Count, 0, 0, 100_000_000, "Requests per site in a minute; 0 is no limit. One more: 429. Wix: 5,000 on free, 7,000 on premium sites.";
    requests_in_flight_max: Count, 1000, 1, 100_000, "Requests at work in one VM. One more: 503.";
    wall_time_ms_max: Milliseconds, 14 * SECOND, 10, 600 * SECOND, "Time from a request's arrival to its answer; of a stream, to its beginning. Then 504; the function goes on in the background.";
    cpu_time_ms_max: Milliseconds, 10 * SECOND, 20, 600 * SECOND, "CPU time of one request's JavaScript. Then 500 and a new VM.";
    background_time_ms_max: Milliseconds, 60 * SECOND, 0, 3600 * SECOND, "Time that a function may go on after its request was answered 504. Then it is forgotten.";
    background_requests_max: Count, 100, 0, 10_000, "Functions that may go on in the background, per VM. One more: the oldest is forgotten.";
    heap_bytes_max: Bytes, 400 * MIB, 16 * MIB, 16 * 1024 * MIB, "JavaScript heap of one VM. Then 500 and a new VM.";
    process_memory_bytes_max: Bytes, 2048 * MIB, 64 * MIB, 256 * 1024 * MIB, "Resident memory of the site process at which the fullest VM is ended; at half as much again the process is replaced.";
    timers_max: Count, 10_000, 1, 1_000_000, "Timers pending in one VM. One more: a RangeError in the function.";
    response_body_bytes_max: Bytes, 32 * MIB, 0, 1024 * MIB, "Length of a function's response body. One more: 500; of a stream: the connection is closed.";
    stream_time_ms_max: Milliseconds, 3600 * SECOND, 100, 24 * 3600 * SECOND, "Time that a function's response may take to come, when it is a stream. Then the connection is closed; a stream of /_realtime ends.";
    response_header_bytes_max: Bytes, 64 * KIB, 64, MIB, "Length of a function's response headers. One more: 500.";
    log_line_bytes_max: Bytes, 16 * KIB, 64, MIB, "Length of one console message. More is cut.";
    log_lines_per_request_max: Count, 1000, 0, 1_000_000, "Console lines of one request. More are counted, not shown.";
    log_queue_lines_max: Count, 10_000, 16, 1_000_000, "Log lines waiting to be written. More are counted, not shown.";
    data_time_ms_max: Milliseconds, 5 * SECOND, 50, 600 * SECOND, "Time of one operation on the site's data. Then WDE0028.";
    data_operations_max: Count, 1000, 1, 100_000, "Operations on the site's data that one request has pending, ten times as many for all of a VM. One more: WDE0014.";
    data_queue_max: Count, 10_000, 16, 1_000_000, "Operations on the site's data waiting for the writer or a reader, per process. One more: WDE0014.";
    data_readers_max: Count, 2, 1, 64, "Threads that run long searches in the site's data, per process. They start with the first one.";
    media_file_bytes_max: Bytes, 25 * MIB, KIB, 512 * MIB, "Length of one file of the site's media. One more: MEDIA_TOO_LARGE for code, 413 for an upload.";
    media_files_max: Count, 100_000, 1, 10_000_000, "Files and folders of the site's media. One more: MEDIA_TOO_MANY.";
    media_uploads_max: Count, 4, 1, 1000, "Uploads by link that are received at once, per process, each in memory. One more: 503.";
    realtime_subscribers_max: Count, 1000, 0, 100_000, "Streams of /_realtime open at once, per process. One more: 503.";
    realtime_channel_subscribers_max: Count, 1000, 0, 100_000, "Streams of one channel open at once, per process. One more: 503.";
    realtime_message_bytes_max: Bytes, 64 * KIB, 64, 4 * MIB, "Length of a published payload as JSON. One more: REALTIME_MESSAGE_TOO_LARGE for code.";
    realtime_queue_bytes_max: Bytes, 256 * KIB, KIB, 64 * MIB, "Messages that wait for one subscriber. One more: its stream ends with them, and it may come back for the rest.";
    realtime_history_bytes_max: Bytes, 4 * MIB, 0, 1024 * MIB, "Newest messages of all channels that are kept for subscribers who come back. One more: the oldest is forgotten.";
    realtime_heartbeat_ms_max: Milliseconds, 15 * SECOND, 50, 600 * SECOND, "Time without a byte on a stream of /_realtime. Then a comment is sent.";
    realtime_idle_ms_max: Milliseconds, 1800 * SECOND, 50, 24 * 3600 * SECOND, "Time without a message on a stream of /_realtime. Then it ends, and the subscriber may come back.";
    api_requests_per_minute_max: Count, 5_000, 0, 100_000_000, "Requests to /v1 of one application in a minute, on average; 0 is no limit. One more: 429.";
    api_burst_max: Count, 1_000, 1, 100_000_000, "Requests to /v1 that one application may send at once before the average counts. One more: 429.";
    api_replay_signatures_max: Count, 100_000, 16, 10_000_000, "Signatures that the replay cache remembers, per process. One more write: 503, until the oldest is too old to be replayed.";
    fetch_calls_per_request_max: Count, 200, 0, 100_000, "Calls to other servers that one request may make, redirects not counted. One more: a TypeError in the function.";
    fetch_connections_max: Count, 256, 1, 10_000, "Connections to other servers open at once, per thread. One more call waits for one.";
    fetch_connect_time_ms_max: Milliseconds, 10 * SECOND, 50, 120 * SECOND, "Time until a connection to another server is ready, its name and TLS included. Then TIMED_OUT.";
    fetch_time_ms_max: Milliseconds, 60 * SECOND, 50, 3600 * SECOND, "Time from calling another server to the end of its answer's body. Then TIMED_OUT.";
    fetch_redirects_max: Count, 20, 0, 100, "Redirects that one call follows. One more: TOO_MANY_REDIRECTS.";
    fetch_response_head_bytes_max: Bytes, 64 * KIB, 8 * KIB, MIB, "Length of the head of another server's answer. More: RESPONSE_HEAD_TOO_LARGE.";
    fetch_response_bytes_max: Bytes, 64 * MIB, 0, 4096 * MIB, "Length of the body of another server's answer, decompressed. One more: RESPONSE_TOO_LARGE.";
    fetch_depth_max: Count, 8, 1, 1_000, "Calls that a site may make to itself in a row, each within the one before. One more: LOOP_DETECTED.";
    webhooks_max: Count, 100, 0, 10_000, "Webhooks of all applications together.";
    webhook_calls_max: Count, 16, 1, 1000, "Webhooks that are called at once; each is called for one event after the other.";
    webhook_time_ms_max: Milliseconds, 15 * SECOND, 50, 120 * SECOND, "Time of one call of a webhook. Then it is tried again.";
    webhook_delay_ms_max: Milliseconds, 3600 * SECOND, 50, 24 * 3600 * SECOND, "Longest time between two attempts to call a webhook for an event; the first are after seconds.";
    webhook_attempts_max: Count, 50, 1, 1000, "Attempts to call a webhook for an event. Then the event is a dead letter; 50 take some two days.";
    webhook_letters_max: Count, 100_000, 1, 10_000_000, "Events that wait for one webhook. Further ones are dead letters at once.";
    webhook_dead_letters_max: Count, 10_000, 0, 10_000_000, "Dead letters that are kept for one webhook. One more: the oldest is forgotten.";
    job_wall_time_ms_max: Milliseconds, 300 * SECOND, 10, 24 * 3600 * SECOND, "Time of one run of a scheduled job. Then it is ended.";
    job_cpu_time_ms_max: Milliseconds, 60 * SECOND, 20, 3600 * SECOND, "CPU time of one run of a scheduled job. Then it is ended.";
    job_runs_kept_max: Count, 1000, 1, 100_000, "Runs of scheduled jobs in the history. One more: the oldest is forgotten.";
    instances_max: Count, 0, 0, 256, "Threads of the site process, each with its VM; 0 is one per processor core.";
    stand_ins_max: Count, 4, 0, 64, "Further threads that take over new connections while all others are stuck in JavaScript.";
    build_time_ms_max: Milliseconds, 30 * SECOND, 100, 600 * SECOND, "Time for one build of the site.";
    script_bytes_max: Bytes, 64 * MIB, KIB, 1024 * MIB, "Length of the script a build gives.";
    drain_time_ms_max: Milliseconds, 20 * SECOND, 0, 600 * SECOND, "Time that requests at work have to end after SIGTERM.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_within_its_bounds_and_named_with_its_unit() {
        let limits = Limits::default();
        for row in TABLE {
            assert!(
                row.floor <= row.default && row.default <= row.ceiling,
                "{}",
                row.name
            );
            assert_eq!(limits.get(row.name), Some(row.default), "{}", row.name);
            match row.unit {
                Unit::Bytes => assert!(row.name.ends_with("_bytes_max"), "{}", row.name),
                Unit::Milliseconds => assert!(row.name.ends_with("_ms_max"), "{}", row.name),
                Unit::Count => assert!(row.name.ends_with("_max"), "{}", row.name),
            }
        }
    }

    #[test]
    fn a_value_outside_its_bounds_is_refused_and_nothing_changes() {
        let mut limits = Limits::default();
        assert_eq!(limits.set("nonsense", 1), Err(LimitError::Unknown));
        for row in TABLE {
            if let Some(low) = row.floor.checked_sub(1) {
                assert!(limits.set(row.name, low).is_err(), "{}", row.name);
            }
            assert!(
                limits.set(row.name, row.ceiling + 1).is_err(),
                "{}",
                row.name
            );
            assert_eq!(limits.set(row.name, row.floor), Ok(()));
            assert_eq!(limits.get(row.name), Some(row.floor));
            assert_eq!(limits.set(row.name, row.ceiling), Ok(()));
        }
    }
}
