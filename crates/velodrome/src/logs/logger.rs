//! What producers hold.

use std::io::{self, Write};
use std::sync::Arc;
use std::thread::JoinHandle;

use velodrome_model::log::{AccessLine, LogLine, LogSink};

use super::Format;
use super::writer::Shared;

/// A handle on the log; clones are cheap and write to the same place. When the last one is
/// dropped, everything has been written.
#[derive(Clone)]
pub(crate) struct Logger(Arc<Handle>);

struct Handle {
    shared: Arc<Shared>,
    writer: Option<JoinHandle<()>>,
}

impl Logger {
    /// Starts the writer.
    pub(super) fn start(
        format: Format,
        lines_max: u64,
        out: impl Write + Send + 'static,
    ) -> io::Result<Logger> {
        let shared = Shared::new(format, lines_max);
        let writer = std::thread::Builder::new().name("log".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || shared.write_to(out)
        })?;
        Ok(Logger(Arc::new(Handle {
            shared,
            writer: Some(writer),
        })))
    }

    /// Waits until everything logged before has been written, for two seconds at most.
    pub(crate) fn flush(&self) {
        self.0.shared.flush(|| self.0.wake());
    }
}

impl LogSink for Logger {
    fn line(&self, line: LogLine) {
        let shared = &self.0.shared;
        let must_wake = shared
            .queue
            .push(|out, seconds, serial| match &shared.format {
                Format::Pretty(pretty) => pretty.line(out, seconds, &line),
                Format::Json(json) => json.line(out, seconds, serial, &line),
            });
        if must_wake {
            self.0.wake();
        }
    }

    fn access(&self, line: &AccessLine<'_>) {
        let shared = &self.0.shared;
        let must_wake = shared
            .queue
            .push(|out, seconds, _serial| match &shared.format {
                Format::Pretty(pretty) => pretty.access(out, seconds, line),
                Format::Json(json) => json.access(out, seconds, line),
            });
        if must_wake {
            self.0.wake();
        }
    }
}

impl Handle {
    fn wake(&self) {
        if let Some(writer) = &self.writer {
            writer.thread().unpark();
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.end(|| self.wake());
        if let Some(writer) = self.writer.take() {
            // It has said what it could.
            let _ = writer.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use velodrome_model::log::{Severity, SourcePosition};

    use super::super::json::Json;
    use super::super::pretty::Pretty;
    use super::*;

    /// Sends what is written; before each write waits until it may.
    struct Pipe {
        written: Sender<Vec<u8>>,
        may_write: Option<Receiver<()>>,
    }

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if let Some(gate) = &self.may_write {
                let _open = gate.recv();
            }
            let _gone = self.written.send(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn start(
        format: Format,
        lines_max: u64,
        gate: Option<Receiver<()>>,
    ) -> (Logger, Receiver<Vec<u8>>) {
        let (written, reader) = channel();
        let pipe = Pipe {
            written,
            may_write: gate,
        };
        (
            Logger::start(format, lines_max, pipe).expect("a thread"),
            reader,
        )
    }

    fn text(reader: &Receiver<Vec<u8>>) -> String {
        String::from_utf8(reader.iter().flatten().collect()).expect("UTF-8")
    }

    fn line(message: &str) -> LogLine {
        LogLine {
            time_ms: 1_700_000_000_123,
            severity: Severity::Info,
            function: Some("get_hello".to_owned()),
            request_id: Some("r1".to_owned()),
            position: Some(SourcePosition {
                file: "backend/http-functions.js".to_owned(),
                line: 3,
                column: 5,
            }),
            message: message.to_owned(),
            revision: 7,
        }
    }

    fn access(target: &str) -> AccessLine<'_> {
        AccessLine {
            time_ms: 1_700_000_000_123,
            method: "GET",
            target,
            status: 504,
            wall_us: 14_000_250,
            cpu_us: 1500,
            request_id: "r1",
            code: Some("WALL_TIME"),
            function: Some("get_hello"),
            revision: 0,
        }
    }

    #[test]
    fn lines_for_people() {
        let (logger, reader) = start(Format::Pretty(Pretty::new(false)), 100, None);
        logger.line(line("hello\nthere\x1b[2J"));
        logger.access(&access("/_functions/hello?\x1b"));
        let bare = LogLine {
            function: None,
            request_id: None,
            position: None,
            ..line("bare")
        };
        logger.line(bare);
        drop(logger);
        let wanted = "22:13:20.123 info  hello\n    there\\x1b[2J (get_hello backend/http-functions.js:3:5 r1)\n\
            22:13:20.123 GET /_functions/hello?\\x1b 504 14000.25 ms (cpu 1.5 ms) WALL_TIME r1\n\
            22:13:20.123 info  bare\n";
        assert_eq!(text(&reader), wanted);
    }

    #[test]
    fn colour_is_an_addition() {
        let (logger, reader) = start(Format::Pretty(Pretty::new(true)), 100, None);
        logger.access(&access("/"));
        drop(logger);
        assert!(text(&reader).contains("\x1b[31m504\x1b[0m"));
    }

    #[test]
    fn lines_for_programs() {
        let (logger, reader) = start(
            Format::Json(Json::new("https://example.com", 10)),
            100,
            None,
        );
        logger.line(line("say \"hi\"\n"));
        logger.access(&access("/x?\"é"));
        drop(logger);
        let text = text(&reader);
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let wanted = serde_json::json!([{
            "timestamp": "2023-11-14T22:13:20.123Z",
            "receiveTimestamp": "2023-11-14T22:13:20.123Z",
            "severity": "INFO",
            "insertId": "000000000000000a-1",
            "labels": { "siteUrl": "https://example.com", "namespace": "Velo", "tenantId": "", "viewMode": "Site", "revision": "7" },
            "operation": { "id": "r1", "producer": "httpFunction:get_hello" },
            "sourceLocation": { "file": "backend/http-functions.js", "line": 3, "column": 5 },
            "jsonPayload": { "message": "say \"hi\"\n" },
        }, {
            "timestamp": "2023-11-14T22:13:20.123Z",
            "severity": "ERROR",
            "labels": { "revision": "0" },
            "operation": { "id": "r1", "producer": "httpFunction:get_hello" },
            "httpRequest": { "requestMethod": "GET", "requestUrl": "/x?\"é", "status": 504, "latencyMs": 14000.25, "cpuMs": 1.5, "errorCode": "WALL_TIME" },
        }]);
        assert_eq!(serde_json::Value::from(lines), wanted);
    }

    #[test]
    fn nobody_waits_for_a_reader_that_does_not_read_and_what_is_lost_is_counted() {
        let (open, gate) = channel();
        let (logger, reader) = start(Format::Pretty(Pretty::new(false)), 16, Some(gate));
        for number in 0..100 {
            logger.line(line(&format!("line {number}")));
        }
        drop(open);
        drop(logger);
        let text = text(&reader);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines
                .iter()
                .filter(|line| line.contains("info  line"))
                .count(),
            16,
            "{text}"
        );
        let said = lines
            .iter()
            .filter(|line| line.contains("84 log lines were left out"))
            .count();
        assert_eq!(said, 1, "{text}");
    }

    #[test]
    fn every_line_of_every_thread_is_written_once_and_in_its_order() {
        let (logger, reader) = start(Format::Pretty(Pretty::new(false)), 1_000_000, None);
        std::thread::scope(|scope| {
            for thread in 0..12 {
                let logger = logger.clone();
                scope.spawn(move || {
                    for number in 0..1000 {
                        logger.access(&access(&format!("/{thread}/{number}/")));
                    }
                });
            }
        });
        logger.flush();
        let mut seen = String::new();
        while let Ok(bytes) = reader.try_recv() {
            seen.push_str(std::str::from_utf8(&bytes).expect("whole lines"));
        }
        drop(logger);
        for thread in 0..12 {
            let marker = format!(" /{thread}/");
            let numbers = seen
                .lines()
                .filter_map(|line| line.split_once(&marker)?.1.split('/').next());
            assert!(
                numbers
                    .map(str::to_owned)
                    .eq((0..1000).map(|number: u32| number.to_string()))
            );
        }
    }
}
