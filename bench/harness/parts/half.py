"""Times of requests at half of what each server can do, with a load that does not wait for the server."""

from .. import held
from ..context import by_name, workload

ABOUT = "times at half of each runtime's own saturated rate (hello), requests due at random moments"


def measure(context) -> dict:
    plan, hello = context.plan, workload("hello")
    with context.servers(context.runtimes("server")) as servers:
        named = by_name(servers)
        at_most = lambda server: held.sample(context.tools, server, hello, plan.load_core, plan.connections, plan.round_seconds)
        for server in servers:
            at_most(server)
        saturated = context.interleaved(named, at_most, plan.half_rounds, "saturation")
        rates = {name: row["requests_per_second"] / 2 for name, row in saturated.items()}
        lowest = min(rates.values())
        own = lambda server: held.sample(
            context.tools, server, hello, plan.load_core, plan.connections, plan.half_seconds, rates[server.runtime.name]
        )
        same = lambda server: held.sample(context.tools, server, hello, plan.load_core, plan.connections, plan.half_seconds, lowest)
        found = context.interleaved(named, own, plan.half_rounds, "half load")
        equal = context.interleaved(named, same, plan.half_rounds, "equal load")
    return {name: {"rate": rates[name], "saturated": saturated[name], "half": found[name], "equal_rate": lowest, "equal": equal[name]} for name in named}


def least(row: dict, key: str) -> float:
    """What the quietest round showed: others on the machine only make it longer."""
    return min(sample[key] for sample in row["rounds"])


def markdown(found: dict) -> list:
    rows = ["| | rate/s | p50 ms | p99 ms | p99.9 ms | least p99 ms | CPU us/req | sent late |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
    line = lambda name, rate, row: (
        f"| {name} | {rate:,.0f} | {row['p50_ms']:.3f} | {row['p99_ms']:.3f} | {row['p999_ms']:.3f} "
        f"| {least(row, 'p99_ms'):.3f} | {row['cpu_us_per_request']:.2f} | {row['late_share']:.1%} |"
    )
    rows += [line(name, row["rate"], row["half"]) for name, row in found.items()]
    rows += ["", "The same rate for all, half of the slowest's:", "", *rows[:2]]
    rows += [line(name, row["equal_rate"], row["equal"]) for name, row in found.items()]
    rows += [
        "",
        "A request's time begins when it was due, so one that a slow answer held up counts with its wait. Sent late: over 1 ms after "
        "they were due, because others on the machine had the load's core; where that is more than one in a hundred, p99 is theirs.",
    ]
    return rows
