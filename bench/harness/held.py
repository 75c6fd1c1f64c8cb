"""Load on connections that are all open before anything is counted: `bench_load`, pinned to its own core."""

import json
import os
import select
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

OPEN_SECONDS_MAX = 60


@dataclass(frozen=True)
class Held:
    requests: int
    seconds: float
    p50_us: float
    p90_us: float
    p99_us: float
    p999_us: float
    max_us: float
    reopened: int
    late: int  # sent too late by the load's own fault


def wire(workload) -> bytes:
    """The request as it goes over the wire."""
    headers = {"host": "127.0.0.1", **workload.request_headers()}
    if workload.body:
        headers["content-length"] = str(len(workload.body.encode()))
    lines = [f"{workload.method} {workload.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n" + workload.body).encode()


class HeldLoad:
    """`with HeldLoad(..) as load`: the connections are open. `begin()` starts, `finish()` waits for the end."""

    def __init__(self, tools: Path, workload, port: int, core: int, connections: int, seconds: float, rate: float | None = None):
        self.command = [tools / "bench_load", str(port), str(connections), str(seconds), f"{rate:.3f}" if rate else "closed"]
        self.request = wire(workload)
        self.core = core
        self.seconds = seconds

    def __enter__(self):
        self.file = tempfile.NamedTemporaryFile("wb")
        self.file.write(self.request)
        self.file.flush()
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, "BENCH_REQUEST": self.file.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            bufsize=1,
            preexec_fn=lambda: os.sched_setaffinity(0, {self.core}),
        )
        if self.line(OPEN_SECONDS_MAX) != "ready":
            self.__exit__()
            raise RuntimeError(self.failure())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.file.close()

    def line(self, seconds_max: float) -> str:
        readable, _, _ = select.select([self.process.stdout], [], [], seconds_max)
        return self.process.stdout.readline().strip() if readable else ""

    def failure(self) -> str:
        self.errors.seek(0)
        return self.errors.read().strip() or "bench_load did not answer in time"

    def begin(self):
        self.process.stdin.write("\n")

    def is_running(self) -> bool:
        return self.process.poll() is None

    def finish(self) -> Held:
        text = self.line(self.seconds * 3 + 30)
        if not text:
            raise RuntimeError(self.failure())
        return Held(**json.loads(text))


def sample(tools: Path, server, workload, core: int, connections: int, seconds: float, rate: float | None = None) -> dict:
    """One round of such a load on one server. What opening the connections cost is not in it."""
    with HeldLoad(tools, workload, server.port, core, connections, seconds, rate) as load:
        before = server.cpu_seconds()
        load.begin()
        measured = load.finish()
        cpu = server.cpu_seconds() - before
    server.empty_log()
    return {
        "requests": measured.requests,
        "requests_per_second": measured.requests / measured.seconds,
        "cpu_us_per_request": cpu * 1e6 / measured.requests,
        "p50_ms": measured.p50_us / 1e3,
        "p99_ms": measured.p99_us / 1e3,
        "p999_ms": measured.p999_us / 1e3,
        "late_share": measured.late / measured.requests,
    }
