"""Few connections and many: throughput and CPU per request, each connection with a request on its way all the time."""

from .. import held
from ..context import by_name, workload

ABOUT = "hello on 1 to 10,000 connections, all open before anything is counted"
FEW, MANY = 100, 10_000


def measure(context) -> dict:
    plan, hello = context.plan, workload("hello")
    found, failed = {}, {}
    with context.servers(context.runtimes("server")) as servers:
        able = by_name(servers)
        for count in plan.connection_counts:
            ask = lambda server: held.sample(context.tools, server, hello, plan.load_core, count, plan.connection_seconds)
            for name, server in list(able.items()):
                try:
                    ask(server)  # its warm-up for this number
                except RuntimeError as error:
                    failed[name] = {"connections": count, "reason": str(error)}
                    del able[name]
            found[str(count)] = context.interleaved(able, ask, plan.connection_rounds, f"{count} connections")
    return {"by_count": found, "failed": failed, "many_against_few": many_against_few(found)}


def many_against_few(by_count: dict) -> dict:
    """Throughput on 10,000 connections in times of that on 100."""
    few, many = by_count.get(str(FEW)), by_count.get(str(MANY))
    if not few or not many:
        return {}
    return {name: many[name]["requests_per_second"] / few[name]["requests_per_second"] for name in many}


def markdown(found: dict) -> list:
    rows = ["| connections | | req/s | CPU us/req | p50 ms | p99 ms |", "|--:|---|--:|--:|--:|--:|"]
    for count, by_runtime in found["by_count"].items():
        for name, row in by_runtime.items():
            rows.append(
                f"| {int(count):,} | {name} | {row['requests_per_second']:,.0f} | {row['cpu_us_per_request']:.2f} "
                f"| {row['p50_ms']:.2f} | {row['p99_ms']:.2f} |"
            )
    if found["many_against_few"]:
        shares = ", ".join(f"{name} {share:.2f}" for name, share in found["many_against_few"].items())
        rows += ["", f"Throughput on {MANY:,} connections in times of that on {FEW}: {shares}."]
    rows += [f"{name} took no {each['connections']:,}: {each['reason']}." for name, each in found["failed"].items()]
    return rows
