"""Whether a request costs more in a site with many functions. Ours alone: the others have no such table of functions."""

from .. import load
from ..context import workload
from ..measure import sample

ABOUT = "hello in a site with so many functions"


def measure(context) -> dict:
    plan, hello = context.plan, workload("hello")
    if not context.has_ours():
        return {}
    runtimes = [context.ours(f"functions-{count}", functions=source(count)) for count in plan.function_counts]
    with context.servers(runtimes) as servers:
        labelled = {str(count): server for count, server in zip(plan.function_counts, servers)}
        for server in servers:
            load.run(hello, server.port, plan.load_core, plan.warm_up_seconds, plan.connections)
        found = context.interleaved(labelled, lambda server: sample(server, hello, plan), plan.rounds, "functions")
    costs = [row["cpu_us_per_request"] for row in found.values()]
    least = [min(sample["cpu_us_per_request"] for sample in row["rounds"]) for row in found.values()]
    return {"by_count": found, "growth": costs[-1] / costs[0], "growth_of_least": least[-1] / least[0]}


def source(count: int) -> str:
    """A site of so many functions."""
    more = "".join(f"export const get_more{number} = () => ok({{ body: 'This is {number}.' }});\n" for number in range(1, count))
    return f"import {{ ok }} from 'wix-http-functions';\n\nexport const get_hello = () => ok({{ body: 'Hello, world!' }});\n{more}"


def markdown(found: dict) -> list:
    rows = ["| functions | req/s | CPU us/req | least .. most |", "|--:|--:|--:|--:|"]
    for count, row in found["by_count"].items():
        costs = [sample["cpu_us_per_request"] for sample in row["rounds"]]
        rows.append(
            f"| {int(count):,} | {row['requests_per_second']:,.0f} | {row['cpu_us_per_request']:.2f} | {min(costs):.2f} .. {max(costs):.2f} |"
        )
    rows += ["", f"The most functions cost {found['growth']:.2f} times the CPU per request of the fewest; by the least of the rounds {found['growth_of_least']:.2f}."]
    return rows
