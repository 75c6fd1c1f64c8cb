"""What a server occupies after so many requests, counted, and when it has rested."""

import time

from .. import held
from ..context import by_name, workload

ABOUT = "memory of the whole process tree around a million requests (hello)"
SETTLE_SECONDS = 0.5
REST_SECONDS = 10
STEP_SECONDS_MAX = 5  # between two looks at how fast it is, so that no server gets many more


def measure(context) -> dict:
    found = {}
    with context.servers(context.runtimes("server")) as servers:
        time.sleep(SETTLE_SECONDS)
        for name, server in by_name(servers).items():
            found[name] = {"idle_mb": server.memory_mb()}
        for name, server in by_name(servers).items():
            found[name]["requests"] = ask(context, server)
            found[name]["after_mb"] = server.memory_mb()
            context.say(f"memory {name}")
        time.sleep(REST_SECONDS)
        for name, server in by_name(servers).items():
            found[name]["rested_mb"] = server.memory_mb()
    return found


def ask(context, server) -> int:
    """Puts the load on until that many requests are answered; gives how many were."""
    plan, hello, asked, seconds = context.plan, workload("hello"), 0, 1.0
    while asked < plan.memory_requests:
        taken = held.sample(context.tools, server, hello, plan.load_core, plan.connections, seconds)
        asked += taken["requests"]
        seconds = min(STEP_SECONDS_MAX, max(0.1, (plan.memory_requests - asked) / taken["requests_per_second"]))
    return asked


def markdown(found: dict) -> list:
    rows = ["| | requests | idle RSS MB | after RSS MB | after PSS MB | rested RSS MB |", "|---|--:|--:|--:|--:|--:|"]
    for name, row in found.items():
        rows.append(
            f"| {name} | {row['requests']:,} | {row['idle_mb']['rss']:.0f} | {row['after_mb']['rss']:.0f} "
            f"| {row['after_mb']['pss']:.0f} | {row['rested_mb']['rss']:.0f} |"
        )
    rows += ["", f"Rested: {REST_SECONDS} s without a request at least. RSS counts pages that processes share in each of them; PSS shares them out."]
    return rows
