"""The order of measuring: every server over every number of documents in turn, round after round."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .. import load
from ..measure import sample, summary
from ..processes import Server


@dataclass(frozen=True, eq=False)  # each is itself, also as a key
class Contestant:
    """A runtime over so many documents."""

    runtime: object
    documents: int

    @property
    def label(self) -> str:
        return f"{self.runtime.name}-{self.documents}"


class DataBench:
    """Servers with few and with many documents under the same workloads on the same core."""

    def __init__(self, contestants, workloads, plan, say):
        self.contestants = contestants
        self.workloads = workloads  # by number of documents; the same ones in the same order
        self.plan = plan
        self.say = say
        self.logs = Path(tempfile.mkdtemp(prefix="bench-logs-"))

    def run(self) -> dict:
        """`{workload: {documents: {runtime: measured}}}`"""
        servers, result = {}, {}
        try:
            for contestant in self.contestants:
                servers[contestant] = self.start(contestant)
            for contestant, server in servers.items():
                self.check_answers(server, self.workloads[contestant.documents])
            for same in zip(*self.workloads.values()):
                asked = dict(zip(self.workloads, same))
                result[same[0].name] = self.rounds(servers, asked)
        finally:
            for server in servers.values():
                server.stop()
        shutil.rmtree(self.logs)  # kept when something failed: errors name it
        return result

    def start(self, contestant):
        server = Server(contestant.runtime, self.plan.server_core, self.logs / f"{contestant.label}.log")
        server.wait_until_ready("/_functions/hello")
        return server

    def check_answers(self, server, workloads):
        for workload in workloads:
            for path in workload.looked_at():
                status, body = server.ask(workload.method, path, workload.headers, workload.body)
                if not workload.answers(status, body, path):
                    raise RuntimeError(f"{server.runtime.name} answers {path} wrongly: {status} {body[:300]!r}")

    def rounds(self, servers, asked) -> dict:
        """Warms every server up, then measures them in turn."""
        plan, samples = self.plan, {}
        for contestant, server in servers.items():
            workload = asked[contestant.documents]
            load.run(workload, server.port, plan.load_core, plan.warm_up_seconds, workload.connections or plan.connections)
            samples[contestant] = []
        os.sync()  # what was written so far must not be carried to the disk during somebody's round
        for number in range(plan.rounds):
            for contestant, server in servers.items():
                samples[contestant].append(sample(server, asked[contestant.documents], plan))
            self.say(f"{workload.name} round {number + 1}/{plan.rounds}")
        found = {documents: {} for documents in self.workloads}
        for contestant, taken in samples.items():
            found[contestant.documents][contestant.runtime.name] = summary(taken)
        return found
