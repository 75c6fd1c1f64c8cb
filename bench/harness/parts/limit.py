"""hyper alone: what an answer to hello costs without routes, limits, log and JavaScript."""

from ..context import OURS, by_name, workload
from ..measure import sample
from .. import load

ABOUT = "hyper alone, answering the same bytes: the limit on hello"


def measure(context) -> dict:
    plan, hello = context.plan, workload("hello")
    if not context.has_ours():
        return {}
    ours = next(runtime for runtime in context.runtimes("server") if runtime.name == OURS)
    with context.servers([ours, context.hyper()]) as servers:
        for server in servers:
            load.run(hello, server.port, plan.load_core, plan.warm_up_seconds, plan.connections)
        found = context.interleaved(by_name(servers), lambda server: sample(server, hello, plan), plan.rounds, "limit")
    mine, limit = found[OURS], found["hyper alone"]
    return {
        "servers": found,
        "share_of_cpu": limit["cpu_us_per_request"] / mine["cpu_us_per_request"],
        "share_of_requests_per_second": mine["requests_per_second"] / limit["requests_per_second"],
    }


def markdown(found: dict) -> list:
    rows = ["| | req/s | CPU us/req | p50 ms | p99 ms |", "|---|--:|--:|--:|--:|"]
    for name, row in found["servers"].items():
        rows.append(f"| {name} | {row['requests_per_second']:,.0f} | {row['cpu_us_per_request']:.2f} | {row['p50_ms']:.2f} | {row['p99_ms']:.2f} |")
    rows += ["", f"We reach {found['share_of_requests_per_second']:.0%} of its requests per second, and it needs {found['share_of_cpu']:.0%} of our CPU per request."]
    return rows
