"""What every part of the bench needs: the runtimes, their servers, the plan."""

import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .measure import summary
from .processes import Server
from .ratios import OURS
from .runtimes import Runtime, others, velodrome
from .workloads import WORKLOADS

READY = "/_functions/hello"


@dataclass
class Context:
    binary: Path  # ours
    tools: Path  # the folder of `bench_load` and `hyper_alone`
    cache: Path
    folder: Path  # for what is thrown away
    plan: object
    names: set  # of the runtimes that are compared; all when it is empty
    say: object
    groups: dict = field(default_factory=dict)
    missing: set = field(default_factory=set)

    def __post_init__(self):
        self.logs = Path(tempfile.mkdtemp(prefix="bench-logs-"))

    def runtimes(self, group: str) -> list:
        """Those that are compared in a group of workloads, ours first."""
        if group not in self.groups:
            found = [velodrome(self.binary, self.cache, group, self.folder), *others(self.cache, group)]
            found = [runtime for runtime in found if not self.names or runtime.name in self.names]
            for runtime in found:
                if not runtime.binary.exists() and runtime.name not in self.missing:
                    self.missing.add(runtime.name)
                    self.say(f"left out: {runtime.name}, there is no {runtime.binary}")
            found = [runtime for runtime in found if runtime.binary.exists()]
            # Those of the API are prepared with their contacts.
            self.groups[group] = found if group == "api" else [runtime.prepared() for runtime in found]
        return self.groups[group]

    def has_ours(self) -> bool:
        return any(runtime.name == OURS for runtime in self.runtimes("server"))

    def ours(self, name: str, config: str = "", functions: str = "") -> Runtime:
        """The site of the first group again, with more configuration or with other functions."""
        runtime = velodrome(self.binary, self.cache, "server", self.folder, name)
        site = self.folder / f"site-{name}"
        with open(site / "velodrome.toml", "a") as file:
            file.write(config)
        if functions:
            (site / "backend/http-functions.js").write_text(functions)
        return runtime.prepared()

    def hyper(self) -> Runtime:
        """A server that is hyper alone."""
        return Runtime("hyper alone", self.tools / "hyper_alone", (), {})

    @contextmanager
    def servers(self, runtimes: list, cores=None):
        """Their running servers, all at once, after their first answers."""
        with ExitStack() as stack:
            found = []
            for runtime in runtimes:
                log = self.logs / f"{runtime.name}-{len(list(self.logs.iterdir()))}.log"
                server = Server(runtime.prepared(), cores or self.plan.server_core, log)
                stack.callback(server.stop)
                server.wait_until_ready(READY)
                found.append(server)
            yield found

    def interleaved(self, labelled: dict, measure, rounds: int, about: str) -> dict:
        """Measures each in turn, round after round: `{label: medians and samples}`."""
        samples = {label: [] for label in labelled}
        for number in range(rounds):
            for label, each in labelled.items():
                samples[label].append(measure(each))
            self.say(f"{about} round {number + 1}/{rounds}")
        return {label: summary(taken) for label, taken in samples.items()}

    def close(self):
        """Logs are kept when something failed: errors name them."""
        shutil.rmtree(self.logs)


def by_name(servers: list) -> dict:
    return {server.runtime.name: server for server in servers}


def workload(name: str):
    return next(each for each in WORKLOADS if each.name == name)
