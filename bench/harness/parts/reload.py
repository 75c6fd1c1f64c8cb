"""From a change of the source to the first answer of the new code, under each runtime's own way of watching."""

import shutil
import statistics
import time
from dataclasses import replace

from ..processes import Server
from ..runtimes import SERVERS, Runtime
from ..context import OURS, READY

ABOUT = "from writing the changed source to the first answer of the new code"
SECONDS_MAX = 15
QUIET_SECONDS = 0.7  # between two changes, as a person saves
TEXT = "Hello, world!"
FLAGS = {"bun": ("--hot", "--watch")}  # where it is not --watch alone


def measure(context) -> dict:
    found = {}
    for runtime, source in watchers(context):
        server = Server(runtime, context.plan.server_core, context.logs / f"reload-{runtime.name.replace(' ', '')}.log")
        try:
            server.wait_until_ready(READY)
            taken = [change(server, source, number) for number in range(context.plan.reloads + 1)][1:]
        finally:
            server.stop()
        seconds = [each for each, _ in taken]
        found[runtime.name] = {
            "median_ms": statistics.median(seconds) * 1e3,
            "min_ms": min(seconds) * 1e3,
            "max_ms": max(seconds) * 1e3,
            "failed_requests": sum(failed for _, failed in taken),
            "samples_ms": [each * 1e3 for each in seconds],
        }
        context.say(f"reload {runtime.name}")
    return found


def watchers(context):
    """Each runtime as it watches a copy of its server, with the file to change."""
    for runtime in context.runtimes("server"):
        place = context.folder / f"reload-{runtime.name}"
        if runtime.name == OURS:
            shutil.copytree(SERVERS / "velodrome-server", place)
            arguments = ("dev", place, "--listen", "127.0.0.1:{port}", "--data", place / "data")
            yield Runtime(OURS + " dev", runtime.binary, arguments, {}), place / "backend/http-functions.js"
            continue
        for flag in FLAGS.get(runtime.name, ("--watch",)):
            yield other(runtime, flag, place.with_name(place.name + flag))


def other(runtime, flag: str, place):
    """Another runtime with its flag for watching, before the file or behind the subcommand."""
    shutil.copytree(SERVERS / runtime.name, place)
    moved = tuple(place / part.name if hasattr(part, "name") else part for part in runtime.arguments)
    after = 1 if moved[0] in ("run", "serve") else 0
    arguments = (*moved[:after], flag, *moved[after:])
    script = place / ("server.mjs" if runtime.name == "node" else "server.js")
    return replace(runtime, name=f"{runtime.name} {flag}", arguments=arguments), script


def change(server, source, number: int) -> tuple:
    """Seconds until the new text is answered, and how many requests failed until then."""
    text = source.read_text()
    old = TEXT if number == 0 else f"Hello, {number}!"
    new = f"Hello, {number + 1}!"
    if old not in text:
        raise RuntimeError(f"there is no {old!r} in {source}")
    time.sleep(QUIET_SECONDS)
    failed = 0
    begun = time.perf_counter()
    source.write_text(text.replace(old, new))
    while time.perf_counter() - begun < SECONDS_MAX:
        try:
            status, body = server.ask("GET", READY)
        except OSError:
            failed += 1
            time.sleep(0.0005)
            continue
        if status == 200 and body.decode() == new:
            return time.perf_counter() - begun, failed
        failed += status != 200
        time.sleep(0.0005)
    raise RuntimeError(f"{server.runtime.name} did not take the change; its output is in {server.log}")


def markdown(found: dict) -> list:
    rows = ["| | median ms | least .. most | requests that failed meanwhile |", "|---|--:|--:|--:|"]
    for name, row in found.items():
        rows.append(f"| {name} | {row['median_ms']:.0f} | {row['min_ms']:.0f} .. {row['max_ms']:.0f} | {row['failed_requests']} |")
    return rows
