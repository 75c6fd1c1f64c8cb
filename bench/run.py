#!/usr/bin/env python3
"""Compares Velodrome with other JavaScript runtimes. `make bench` calls this; README.md says how to read it."""

import argparse
import dataclasses
import os
import sys
import tempfile
from pathlib import Path

from harness import api, report
from harness.context import OURS, Context
from harness.install import install
from harness.measure import Bench
from harness.parts import PARTS
from harness.runtimes import NAMES, upstream, velodrome
from harness.workloads import GROUPS, WORKLOADS

HERE = Path(__file__).resolve().parent
ALL_PARTS = ("workloads", "starts", *PARTS)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--velodrome", type=Path, default=HERE.parent / "target/release/velodrome", help="our release binary")
    parser.add_argument("--tools", type=Path, help="the folder of bench_load and hyper_alone (default: that of our binary)")
    parser.add_argument("--parts", default="", help=f"parts to run, of {','.join(ALL_PARTS)} (default: all; with --workloads: those alone)")
    parser.add_argument("--only", default="", help="runtimes to compare, as bun,node,velodrome (default: all)")
    parser.add_argument("--workloads", default="", help="workloads to run, as hello,echo (default: all)")
    parser.add_argument("--quick", action="store_true", help="short rounds: shows that it works, not who is faster")
    parser.add_argument("--rounds", type=int, help="rounds per workload (default 5)")
    parser.add_argument("--seconds", type=int, help="seconds per round (default 2)")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--load-core", type=int, default=1)
    parser.add_argument("--results", type=Path, default=HERE / "results", help="where latest.md and latest.json go")
    return parser.parse_args()


def plan_of(args):
    quick = args.quick
    return argparse.Namespace(
        rounds=args.rounds or (2 if quick else 5),
        round_seconds=args.seconds or (1 if quick else 2),
        warm_up_seconds=1,
        cold_starts=3 if quick else 15,
        reloads=2 if quick else 9,
        memory_requests=50_000 if quick else 1_000_000,
        connection_counts=(1, 10, 100, 1_000) if quick else (1, 10, 100, 1_000, 10_000),
        connection_rounds=1 if quick else 2,
        connection_seconds=args.seconds or (1 if quick else 2),
        half_rounds=1 if quick else 4,
        half_seconds=1 if quick else 2,
        spread_seconds=3 if quick else 5,
        function_counts=(1, 100) if quick else (1, 10, 100, 1_000),
        connections=args.connections,
        server_core=args.server_core,
        load_core=args.load_core,
    )


def chosen_of(text: str, there_are, what: str) -> set:
    """The names in a list, each of which there has to be."""
    names = {name for name in text.split(",") if name}
    unknown = names - set(there_are)
    if unknown:
        sys.exit(f"There is no {what} called {', '.join(sorted(unknown))}; there are {', '.join(there_are)}.")
    return names


def with_contacts(context, runtimes: list, asked: list) -> tuple:
    """The servers of the API with their contacts, and the requests signed. Ours is needed even where it is not measured: the
    others' contacts are what it answers."""
    names = [runtime.name for runtime in runtimes]
    ours = next((runtime for runtime in runtimes if runtime.name == OURS), None)
    if ours is None:
        own = context.folder / "filling"
        own.mkdir()
        ours = velodrome(context.binary, context.cache, "api", own)
    others = [runtime for runtime in runtimes if runtime is not ours]
    filled, credentials, ids = api.prepare(ours, others, context.folder, context.plan.load_core)
    filled = [dataclasses.replace(runtime, is_prepared=True) for runtime in filled if runtime.name in names]
    return filled, [workload.with_credentials(credentials, ids) for workload in asked]


def join(result: dict, found: dict):
    """Adds what a group's servers showed to what is known of the runtimes."""
    for name, row in found.items():
        known = result.setdefault(name, row)
        known["workloads"] = {**known["workloads"], **row["workloads"]}


def measure_workloads(context, workloads: list, with_starts: bool) -> dict:
    """`{runtime: {workloads, cold starts, memory}}`"""
    result = {}
    for group in GROUPS:
        asked = [workload for workload in workloads if workload.group == group]
        starts = with_starts and group == GROUPS[0]
        if not asked and not starts:
            continue
        runtimes = context.runtimes(group)
        if group == "api" and runtimes:
            runtimes, asked = with_contacts(context, runtimes, asked)
        join(result, Bench(runtimes, asked, context.plan, upstream(context.cache), context.say, starts).run())
    return result


def measure_parts(context, parts: set) -> tuple:
    """What the parts found, and which failed: what others found is not lost with them."""
    found, failed = {}, {}
    for name, part in PARTS.items():
        if name in parts:
            try:
                found[name] = part.measure(context)
            except (RuntimeError, OSError) as error:
                failed[name] = error
    return found, failed


def main():
    args = arguments()
    plan = plan_of(args)
    if not {plan.server_core, plan.load_core} <= os.sched_getaffinity(0):
        sys.exit("The bench needs two cores: one for the server, one for the load.")
    names = chosen_of(args.only, NAMES, "runtime")
    asked = chosen_of(args.workloads, [workload.name for workload in WORKLOADS], "workload")
    parts = chosen_of(args.parts, ALL_PARTS, "part") or ({"workloads"} if asked else set(ALL_PARTS))
    cache = Path(os.environ.get("VELODROME_BENCH_CACHE", HERE / "cache"))
    install(cache)
    os.sched_setaffinity(0, {plan.load_core})  # whatever the harness itself does is not done on the server's core
    say = lambda text: print(f"  {text}", file=sys.stderr, flush=True)
    facts = report.machine()
    with tempfile.TemporaryDirectory(prefix="bench-data-") as folder:
        tools = (args.tools or args.velodrome.parent).resolve()
        context = Context(args.velodrome, tools, cache, Path(folder), plan, names, say)
        if not context.runtimes(GROUPS[0]):
            sys.exit("There is nothing to measure.")
        workloads = [each for each in WORKLOADS if "workloads" in parts and (not asked or each.name in asked)]
        result = measure_workloads(context, workloads, "starts" in parts)
        found, failed = measure_parts(context, parts)
        if not failed:
            context.close()
    print(report.write(args.results, result, workloads, found, plan, facts))
    if failed:
        sys.exit("\n".join(f"{name} failed: {error}" for name, error in failed.items()))


if __name__ == "__main__":
    main()
