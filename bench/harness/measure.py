"""The order of measuring: answers first, then cold starts, then interleaved rounds of load."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

from . import load
from .processes import Server

SETTLE_SECONDS = 0.5


class Bench:
    """Several runtimes under the same workloads on the same core."""

    def __init__(self, runtimes, workloads, plan, upstream, say, starts=True):
        self.runtimes = runtimes
        self.workloads = workloads
        self.plan = plan
        self.upstream = upstream
        self.starts = starts
        self.say = say
        self.logs = Path(tempfile.mkdtemp(prefix="bench-logs-"))

    def run(self) -> dict:
        self.runtimes = [runtime.prepared() for runtime in self.runtimes]
        result = {runtime.name: {"version": runtime.version(), "workloads": {}} for runtime in self.runtimes}
        if self.starts:
            for name, seconds in self.cold_starts().items():
                result[name]["cold_start_ms"] = statistics.median(seconds) * 1e3
                result[name]["cold_start_ms_min"] = min(seconds) * 1e3
        servers = []
        upstream = Server(self.upstream, self.plan.load_core, self.logs / "upstream.log")
        try:
            upstream.wait_until_ready("/_functions/hello")
            self.workloads = [workload.with_upstream(upstream.port) for workload in self.workloads]
            for runtime in self.runtimes:
                servers.append(self.start(runtime))
            time.sleep(SETTLE_SECONDS)
            for server in servers:
                result[server.runtime.name]["idle_mb"] = server.memory_mb()
            for server in servers:
                self.check_answers(server)
            for workload in self.workloads:
                for name, measured in self.rounds(servers, workload).items():
                    result[name]["workloads"][workload.name] = measured
            for server in servers:
                result[server.runtime.name]["loaded_mb"] = server.memory_mb()
        finally:
            for server in [*servers, upstream]:
                server.stop()
        shutil.rmtree(self.logs)  # kept when something failed: errors name it
        return result

    def start(self, runtime):
        server = Server(runtime, self.plan.server_core, self.logs / f"{runtime.name}.log")
        server.wait_until_ready("/_functions/hello")
        return server

    def cold_starts(self) -> dict:
        """Seconds from exec to the first 200, several times each, in turn."""
        seconds = {runtime.name: [] for runtime in self.runtimes}
        for turn in range(self.plan.cold_starts + 1):
            for runtime in self.runtimes:
                server = Server(runtime, self.plan.server_core, self.logs / f"{runtime.name}.log")
                taken = server.wait_until_ready("/_functions/hello")
                server.stop()
                if turn > 0:  # the first one reads the program from the disk
                    seconds[runtime.name].append(taken)
            self.say(f"cold starts {turn}/{self.plan.cold_starts}")
        return seconds

    def check_answers(self, server):
        for workload in self.workloads:
            status, body = server.ask(workload.method, workload.path, workload.request_headers(), workload.body)
            if not workload.answers(status, body):
                raise RuntimeError(f"{server.runtime.name} answers {workload.name} wrongly: {status} {body[:200]!r}")

    def rounds(self, servers, workload) -> dict:
        """Warms every server up, then measures them in turn, round after round."""
        plan = self.plan
        for server in servers:
            load.run(workload, server.port, plan.load_core, plan.warm_up_seconds, plan.connections)
        samples = {server.runtime.name: [] for server in servers}
        for number in range(plan.rounds):
            for server in servers:
                samples[server.runtime.name].append(sample(server, workload, plan))
            self.say(f"{workload.name} round {number + 1}/{plan.rounds}")
        return {name: summary(taken) for name, taken in samples.items()}


def sample(server, workload, plan) -> dict:
    """One round of load on one server."""
    before = server.cpu_seconds()
    connections = workload.connections or plan.connections
    measured = load.run(workload, server.port, plan.load_core, plan.round_seconds, connections)
    cpu = server.cpu_seconds() - before
    server.empty_log()
    return {
        "requests_per_second": measured.requests / measured.seconds,
        "cpu_us_per_request": cpu * 1e6 / measured.requests,
        "p50_ms": measured.p50_ms,
        "p99_ms": measured.p99_ms,
    }


def summary(samples) -> dict:
    """Medians over the rounds, with the samples themselves beside them."""
    medians = {key: statistics.median(sample[key] for sample in samples) for key in samples[0]}
    return {**medians, "rounds": samples}
