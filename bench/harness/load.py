"""One run of wrk, pinned to its own core, and what it measured."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "load/request.lua"


@dataclass(frozen=True)
class Load:
    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float


def run(workload, port: int, core: int, seconds: int, connections: int) -> Load:
    """Keeps `connections` busy for `seconds`. Raises when a single answer was no 2xx."""
    with tempfile.NamedTemporaryFile("r") as result, tempfile.NamedTemporaryFile("w") as paths:
        environment = {
            **os.environ,
            "BENCH_METHOD": workload.method,
            "BENCH_BODY": workload.body,
            "BENCH_HEADERS": "\n".join(f"{name}: {value}" for name, value in workload.request_headers().items()),
            "BENCH_RESULT": result.name,
        }
        if workload.paths:
            paths.write("\n".join(workload.paths))
            paths.flush()
            environment["BENCH_PATHS"] = paths.name
        url = f"http://127.0.0.1:{port}{workload.path}"
        subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT), url],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=seconds + 30,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        measured = json.loads(Path(result.name).read_text())
    faults = {name: count for name, count in measured["errors"].items() if count}
    if faults or not measured["requests"]:
        raise RuntimeError(f"{workload.name}: not every answer was right: {faults or 'there were none'}")
    return Load(
        requests=measured["requests"],
        seconds=measured["duration_us"] / 1e6,
        p50_ms=measured["p50_us"] / 1e3,
        p99_ms=measured["p99_us"] / 1e3,
    )
