#!/usr/bin/env python3
"""Compares Velodrome with other JavaScript runtimes. `make bench` calls this; README.md says how to read it."""

import argparse
import dataclasses
import os
import sys
import tempfile
from pathlib import Path

from harness import api, report
from harness.install import install
from harness.measure import Bench
from harness.runtimes import NAMES, others, upstream, velodrome
from harness.workloads import GROUPS, WORKLOADS

HERE = Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--velodrome", type=Path, default=HERE.parent / "target/release/velodrome", help="our release binary")
    parser.add_argument("--only", default="", help="runtimes to compare, as bun,node,velodrome (default: all)")
    parser.add_argument("--workloads", default="", help="workloads to run, as hello,echo (default: all)")
    parser.add_argument("--quick", action="store_true", help="short rounds: shows that it works, not who is faster")
    parser.add_argument("--rounds", type=int, help="rounds per workload (default 5)")
    parser.add_argument("--seconds", type=int, help="seconds per round (default 3)")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--load-core", type=int, default=1)
    parser.add_argument("--results", type=Path, default=HERE / "results", help="where latest.md and latest.json go")
    return parser.parse_args()


def plan_of(args):
    rounds, seconds, cold_starts = (2, 1, 3) if args.quick else (5, 3, 15)
    return argparse.Namespace(
        rounds=args.rounds or rounds,
        round_seconds=args.seconds or seconds,
        warm_up_seconds=1 if args.quick else 2,
        cold_starts=cold_starts,
        connections=args.connections,
        server_core=args.server_core,
        load_core=args.load_core,
    )


def chosen(args, group: str, cache: Path, folder: Path) -> list:
    found = [velodrome(args.velodrome, cache, group, folder), *others(cache, group)]
    names = {name for name in args.only.split(",") if name}
    unknown = names - set(NAMES)
    if unknown:
        sys.exit(f"There is no runtime called {', '.join(sorted(unknown))}.")
    found = [runtime for runtime in found if not names or runtime.name in names]
    missing = [runtime for runtime in found if not runtime.binary.exists()]
    for runtime in missing:
        print(f"Left out: {runtime.name}, there is no {runtime.binary}.", file=sys.stderr)
    return [runtime for runtime in found if runtime not in missing]


def with_contacts(args, plan, cache: Path, runtimes: list, asked: list, folder: Path) -> tuple:
    """The servers of the API with their contacts, and the requests signed. Ours is needed even where it is not measured: the
    others' contacts are what it answers."""
    names = [runtime.name for runtime in runtimes]
    ours = next((runtime for runtime in runtimes if runtime.name == "velodrome"), None)
    if ours is None:
        own = folder / "filling"
        own.mkdir()
        ours = velodrome(args.velodrome, cache, "api", own)
    others = [runtime for runtime in runtimes if runtime is not ours]
    filled, credentials, ids = api.prepare(ours, others, folder, plan.load_core)
    filled = [dataclasses.replace(runtime, is_prepared=True) for runtime in filled if runtime.name in names]
    return filled, [workload.with_credentials(credentials, ids) for workload in asked]


def join(result: dict, found: dict):
    """Adds what a group's servers showed to what is known of the runtimes."""
    for name, row in found.items():
        known = result.setdefault(name, row)
        known["workloads"] = {**known["workloads"], **row["workloads"]}


def main():
    args = arguments()
    plan = plan_of(args)
    if not {plan.server_core, plan.load_core} <= os.sched_getaffinity(0):
        sys.exit("The bench needs two cores: one for the server, one for the load.")
    cache = Path(os.environ.get("VELODROME_BENCH_CACHE", HERE / "cache"))
    install(cache)
    wanted = {name for name in args.workloads.split(",") if name}
    workloads = [workload for workload in WORKLOADS if not wanted or workload.name in wanted]
    if not workloads:
        sys.exit(f"There is no such workload; there are {', '.join(workload.name for workload in WORKLOADS)}.")
    say = lambda text: print(f"  {text}", file=sys.stderr, flush=True)
    facts = report.machine()
    result = {}
    with tempfile.TemporaryDirectory(prefix="bench-data-") as folder:
        for group in GROUPS:
            asked = [workload for workload in workloads if workload.group == group]
            if asked:
                runtimes = chosen(args, group, cache, Path(folder))
                if not runtimes:
                    sys.exit("There is nothing to measure.")
                if group == "api":
                    runtimes, asked = with_contacts(args, plan, cache, runtimes, asked, Path(folder))
                join(result, Bench(runtimes, asked, plan, upstream(cache), say, starts=group == GROUPS[0]).run())
    print(report.write(args.results, result, workloads, plan, facts))


if __name__ == "__main__":
    main()
