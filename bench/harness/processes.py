"""Starts a server pinned to a core, and reads what its whole process tree costs from /proc."""

import http.client
import os
import resource
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
START_SECONDS_MAX = 20
STOP_SECONDS_MAX = 10


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def place(cores: set):
    """What a server does before it begins: it takes its cores, and as many open files as there may be."""
    os.sched_setaffinity(0, cores)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Server:
    """One running server on one core, or on several. Its output goes to a file, never to a pipe that nobody reads."""

    def __init__(self, runtime, core: int | set, log: Path):
        self.runtime = runtime
        cores = core if isinstance(core, set) else {core}
        self.port = free_port()
        environment = {**os.environ, **runtime.environment, "PORT": str(self.port)}
        with open(log, "ab") as output:
            self.started = time.perf_counter()
            self.process = subprocess.Popen(
                runtime.command(self.port),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=lambda: place(cores),
            )
        self.log = log

    def wait_until_ready(self, path: str) -> float:
        """Seconds from starting the program to the first 200."""
        until = self.started + START_SECONDS_MAX
        while time.perf_counter() < until:
            if self.process.poll() is not None:
                break
            try:
                status, _ = self.ask("GET", path)
            except OSError:
                time.sleep(0.0002)
                continue
            if status == 200:
                return time.perf_counter() - self.started
        self.stop()
        raise RuntimeError(f"{self.runtime.name} did not answer; its output is in {self.log}")

    def ask(self, method: str, path: str, headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body=body or None, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()

    def tree(self) -> list:
        """Process ids of the server and everything it started."""
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit() and (fields := stat_fields(entry)):
                parents.setdefault(int(fields[1]), []).append(int(entry))
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            waiting.extend(parents.get(pid, []))
        return found

    def cpu_seconds(self) -> float:
        """User and system time of the tree so far; of children that ended, too."""
        ticks = 0
        for pid in self.tree():
            if fields := stat_fields(pid):
                ticks += sum(int(field) for field in fields[11:15])
        return ticks / TICKS_PER_SECOND

    def thread_seconds(self) -> dict:
        """The same by thread: `{(process, thread): seconds}`."""
        found = {}
        for pid in self.tree():
            try:
                threads = os.listdir(f"/proc/{pid}/task")
            except OSError:
                continue
            for thread in threads:
                if fields := stat_fields(f"{pid}/task/{thread}"):
                    found[pid, int(thread)] = (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
        return found

    def empty_log(self):
        """An access line per request would fill the disk."""
        os.truncate(self.log, 0)

    def memory_mb(self) -> dict:
        """Resident and proportional memory of the tree, in MB of 1,000,000 bytes."""
        sums = {"Rss": 0, "Pss": 0}
        for pid in self.tree():
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            for line in lines:
                name, _, rest = line.partition(":")
                if name in sums:
                    sums[name] += int(rest.split()[0]) * 1024
        return {"rss": sums["Rss"] / 1e6, "pss": sums["Pss"] / 1e6}

    def stop(self):
        """Ends the server and what it started: its own session, nothing else."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def stat_fields(pid):
    """The fields of /proc/PID/stat from the state on (the name before it may hold anything)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
