"""Two cores against one on fib(25), where the load costs next to nothing, and how soon a load is on both."""

import time

from .. import load
from ..context import OURS, workload
from ..held import HeldLoad
from ..measure import sample
from ..processes import Server
from ..runtimes import SERVERS
from .half import least

ABOUT = "two cores against one, fib(25) in one process"
NOTE = (
    "Node, Bun and workerd have no way to serve one port from several threads of one process; several processes share "
    "nothing, so they are left out. `deno serve --parallel` leaves each connection where it was accepted: a ratio of 1 is that of "
    "connections that all came to one thread."
)
WINDOW_SECONDS = 0.25
SECOND_THREAD_SHARE = 0.25  # of a window's CPU, from which on the second thread counts as taking part


def measure(context) -> dict:
    found = {name: compare(context, name, *pair) for name, pair in pairs(context).items()}
    if context.has_ours():
        found[OURS]["spread"] = spread(context)
    return found


def pairs(context) -> dict:
    """Each runtime with one thread, and with two."""
    found = {}
    for runtime in context.runtimes("server"):
        if runtime.name == OURS:
            found[OURS] = tuple(context.ours(f"threads-{count}", threads(count)) for count in (1, 2))
        elif runtime.name == "deno":
            arguments = ("serve", "--no-config", "--parallel", "--host", "127.0.0.1", "--port", "{port}", SERVERS / "deno/parallel.js")
            with_jobs = lambda count: {**runtime.environment, "DENO_JOBS": str(count)}
            found["deno"] = tuple(
                type(runtime)("deno", runtime.binary, arguments, with_jobs(count)) for count in (1, 2)
            )
    return found


def threads(count: int) -> str:
    return f"\n[serve]\ninstances = {count}\n"


def compare(context, name: str, one, two) -> dict:
    plan, fib = context.plan, workload("fib")
    both = {plan.server_core, plan.load_core}
    with context.servers([one], {plan.server_core}) as (single,), context.servers([two], both) as (double,):
        labelled = {"one": single, "two": double}
        for server in labelled.values():
            load.run(fib, server.port, plan.load_core, plan.warm_up_seconds, plan.connections)
        found = context.interleaved(labelled, lambda server: sample(server, fib, plan), plan.rounds, f"cores {name}")
    one, two = found["one"], found["two"]
    return {
        **found,
        "ratio": two["requests_per_second"] / one["requests_per_second"],
        "ratio_by_cpu": 2 * least(one, "cpu_us_per_request") / least(two, "cpu_us_per_request"),
    }


def spread(context) -> dict:
    """Connections that are all opened one after the other, while one thread has nothing to do and takes them; then
    load on all of them. Gives the seconds until a second thread does a fair part of the work."""
    plan = context.plan
    runtime = context.ours("spread", threads(2))
    server = Server(runtime, {plan.server_core, plan.load_core}, context.logs / "spread.log")
    windows, second_s = [], None
    try:
        server.wait_until_ready("/_functions/hello")
        with HeldLoad(context.tools, workload("fib"), server.port, plan.load_core, plan.connections, plan.spread_seconds) as held:
            held.begin()
            begun = time.perf_counter()
            before = server.thread_seconds()
            while held.is_running():
                time.sleep(WINDOW_SECONDS)
                now = server.thread_seconds()
                used = sorted((now[key] - before.get(key, 0.0) for key in now), reverse=True)[:2]
                before = now
                windows.append([round(time.perf_counter() - begun, 3), *(round(each, 3) for each in used)])
                if second_s is None and sum(used) and used[-1] / sum(used) >= SECOND_THREAD_SHARE:
                    second_s = windows[-1][0]
            measured = held.finish()
    finally:
        server.stop()
    return {"second_thread_s": second_s, "reopened": measured.reopened, "windows": windows, "requests_per_second": measured.requests / measured.seconds}


def markdown(found: dict) -> list:
    rows = ["| | one core req/s | two cores req/s | ratio | CPU us/req, one | two | ratio by CPU |", "|---|--:|--:|--:|--:|--:|--:|"]
    for name, row in found.items():
        one, two = row["one"], row["two"]
        rows.append(
            f"| {name} | {one['requests_per_second']:,.0f} | {two['requests_per_second']:,.0f} | {row['ratio']:.2f} "
            f"| {one['cpu_us_per_request']:,.0f} | {two['cpu_us_per_request']:,.0f} | {row['ratio_by_cpu']:.2f} |"
        )
    rows += [
        "",
        "By CPU: twice what a request costs on one by what it costs on two, each in its cheapest round. Threads that disturb each other show "
        "there; others who have one of the cores show in the ratio of requests alone.",
        "",
        NOTE,
    ]
    if "spread" in found.get(OURS, {}):
        seconds = found[OURS]["spread"]["second_thread_s"]
        when = "never took part" if seconds is None else f"did a quarter of the work after {seconds:.2f} s"
        rows += ["", f"Keep-alive connections that one thread had taken, then under load: the second thread {when}."]
    return rows
