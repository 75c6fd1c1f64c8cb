#!/usr/bin/env python3
"""Compares wix-data with Bun's and Node's SQLite modules. `make bench-data` calls this; README.md says how to read it."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from harness.data import report, runtimes
from harness.data.measure import Contestant, DataBench
from harness.data.workloads import workloads
from harness.install import install
from harness.report import machine

HERE = Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--velodrome", type=Path, default=HERE.parent / "target/release/velodrome", help="our release binary")
    parser.add_argument("--only", default="", help="runtimes to compare, as bun,velodrome (default: all)")
    parser.add_argument("--workloads", default="", help="workloads to run, by the beginnings of their names, as get,insert (default: all)")
    parser.add_argument("--documents", default="", help="numbers of documents (default 1000,1000000)")
    parser.add_argument("--quick", action="store_true", help="short rounds, fewer documents: shows that it works, not who is faster")
    parser.add_argument("--rounds", type=int, help="rounds per workload (default 7)")
    parser.add_argument("--seconds", type=int, help="seconds per round (default 3)")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--load-core", type=int, default=1)
    parser.add_argument("--results", type=Path, default=HERE / "results", help="where data.md and data.json go")
    return parser.parse_args()


def plan_of(args):
    rounds, seconds, documents = (2, 1, (1_000, 20_000)) if args.quick else (7, 3, (1_000, 1_000_000))
    return argparse.Namespace(
        rounds=args.rounds or rounds,
        round_seconds=args.seconds or seconds,
        warm_up_seconds=1 if args.quick else 2,
        documents=tuple(int(number) for number in args.documents.split(",") if number) or documents,
        connections=args.connections,
        server_core=args.server_core,
        load_core=args.load_core,
    )


def say(text: str):
    print(f"  {text}", file=sys.stderr, flush=True)


def prepare(args, plan, cache: Path, folder: Path) -> tuple:
    """Everybody's documents; the contestants, and what our imports took."""
    only = {name for name in args.only.split(",") if name}
    contestants, imports = [], {}
    for documents in plan.documents:
        say(f"preparing {documents:,} documents")
        place = folder / str(documents)
        place.mkdir()
        ours, seconds = runtimes.velodrome(args.velodrome.resolve(), place, documents)
        imports[documents] = {"seconds": seconds, "per_second": documents / seconds}
        found = [ours, *runtimes.others(cache, place, documents)]
        contestants += [Contestant(runtime, documents) for runtime in found if not only or runtime.name in only]
    return contestants, imports


def main():
    args = arguments()
    plan = plan_of(args)
    if not {plan.server_core, plan.load_core} <= os.sched_getaffinity(0):
        sys.exit("The bench needs two cores: one for the server, one for the load.")
    cache = Path(os.environ.get("VELODROME_BENCH_CACHE", HERE / "cache"))
    install(cache)
    wanted = tuple(name for name in args.workloads.split(",") if name) or ("",)
    asked = {number: [each for each in workloads(number) if each.name.startswith(wanted)] for number in plan.documents}
    # Beside the cache, not in /tmp: what lies in memory says nothing about writing.
    with tempfile.TemporaryDirectory(prefix="data-", dir=cache) as folder:
        facts = machine()
        contestants, imports = prepare(args, plan, cache, Path(folder))
        if not contestants or not any(asked.values()):
            sys.exit("There is nothing to measure.")
        found = {
            "versions": {each.runtime.name: each.runtime.version() for each in contestants},
            "imports": imports,
            "about": {each.name: each.about for each in asked[plan.documents[0]]},
            "workloads": DataBench(contestants, asked, plan, say).run(),
        }
    print(report.write(args.results, found, plan, facts))


if __name__ == "__main__":
    main()
