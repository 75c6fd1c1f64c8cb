"""What Velodrome holds itself to, and whether this run shows it. A figure of one run on a shared machine is not a verdict."""

from .parts.half import least
from .ratios import OURS, ratios

# The least ratio to the best of the others, by CPU per request.
WORKLOADS = {
    "hello": 1.0,
    "echo": 1.0,
    "inspect": 1.0,
    "webhook": 1.1,
    "summary": 0.95,
    "fib": 0.95,
    "contacts": 2.0,
}
LIMIT, CORES, SPREAD_SECONDS, MANY, FLAT = 0.9, 1.8, 2.0, 0.8, 1.1


def targets(result: dict, workloads, parts: dict) -> list:
    """Rows of `what`, `measured`, `wanted` and `holds`; a wanted figure is a least one unless it begins with "at most"."""
    found = []
    if OURS in result and len(result) > 1:
        compared = ratios(result, workloads)
        for name, wanted in WORKLOADS.items():
            if name in compared:
                found.append(at_least(f"{name}: CPU of the best other by ours", compared[name]["cpu_us_per_request"], wanted))
        if "cold_start_ms" in compared:
            found.append(at_least("cold start of the best other by ours", compared["cold_start_ms"], 1.0))
            found.append(at_least("idle RSS of the best other by ours", compared["idle_rss_mb"], 1.0))
    if parts.get("limit"):
        found.append(at_least("hello: CPU of hyper alone by ours", parts["limit"]["share_of_cpu"], LIMIT))
    half = parts.get("half", {})
    if OURS in half and len(half) > 1:
        quietest = {name: least(row["half"], "p99_ms") for name, row in half.items()}
        best = min(p99 for name, p99 in quietest.items() if name != OURS)
        found.append(at_least("p99 at half load, in the quietest round: of the best other by ours", best / quietest[OURS], 1.0))
    cores = parts.get("cores", {}).get(OURS)
    if cores:
        found.append(at_least("two cores by one, fib", cores["ratio"], CORES))
        seconds = cores["spread"]["second_thread_s"]
        found.append(at_most("seconds until a kept load is on both threads", float("inf") if seconds is None else seconds, SPREAD_SECONDS))
    many = parts.get("connections", {}).get("many_against_few", {})
    if OURS in many:
        found.append(at_least("throughput on 10,000 connections by that on 100", many[OURS], MANY))
    if parts.get("functions"):
        found.append(at_most("CPU per request with the most functions by the fewest", parts["functions"]["growth"], FLAT))
    return found


def at_least(what: str, measured: float, wanted: float) -> dict:
    return {"what": what, "measured": measured, "wanted": f"{wanted:g}", "holds": measured >= wanted}


def at_most(what: str, measured: float, wanted: float) -> dict:
    shown = None if measured == float("inf") else measured
    return {"what": what, "measured": shown, "wanted": f"at most {wanted:g}", "holds": measured <= wanted}


def target_table(rows: list) -> list:
    lines = ["| | measured | wanted | |", "|---|--:|--:|---|"]
    for row in rows:
        shown = "never" if row["measured"] is None else f"{row['measured']:.2f}"
        lines.append(f"| {row['what']} | {shown} | {row['wanted']} | {'holds' if row['holds'] else 'does not hold'} |")
    return lines
