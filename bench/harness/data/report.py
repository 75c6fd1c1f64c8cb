"""Turns the measurements into a table for people (Markdown) and a file for programs (JSON)."""

import json
import time
from pathlib import Path

OURS = "velodrome"
STAYS = ("get", "page")  # what must not grow with the number of documents


def markdown(found: dict, plan, facts: dict) -> str:
    result, abouts = found["workloads"], found["about"]
    lines = [
        "# Data bench",
        "",
        f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {facts['cpu']}, {facts['cores']} cores, Linux {facts['kernel']}, "
        f"load average before: {facts['load_average']:.2f}. Server on core {plan.server_core}, wrk on core {plan.load_core}, "
        f"{plan.connections} connections where no other number is given, {plan.rounds} interleaved rounds of {plan.round_seconds} s; "
        "medians, and the least and most of the rounds.",
        "",
    ]
    for name, by_documents in result.items():
        lines += [f"## {name}: {abouts[name]}", "", *workload_table(by_documents), ""]
    lines += ["## Import", ""]
    lines += [f"{documents:,} documents in {taken['seconds']:.1f} s: {taken['per_second']:,.0f} a second." for documents, taken in found["imports"].items()]
    compared = ratios(result)
    if compared:
        lines += ["", f"## {OURS} against the best of the others (over 1 is better)", "", *ratio_table(compared)]
    grown = growth(result)
    if grown:
        lines += ["", "## What many documents cost more than few", "", *(f"{name}: {ratio:.2f} times the CPU per request." for name, ratio in grown.items())]
    versions = "; ".join(f"{name} {version}" for name, version in found["versions"].items())
    return "\n".join([*lines, "", f"Versions: {versions}.", ""])


def workload_table(by_documents) -> list:
    rows = ["| documents | | req/s | least .. most | CPU us/req | least .. most | p50 ms | p99 ms |", "|--:|---|--:|--:|--:|--:|--:|--:|"]
    for documents, by_runtime in by_documents.items():
        for name, row in by_runtime.items():
            spread = {key: [sample[key] for sample in row["rounds"]] for key in ("requests_per_second", "cpu_us_per_request")}
            speed, cpu = spread.values()
            rows.append(
                f"| {documents:,} | {name} | {row['requests_per_second']:,.0f} | {min(speed):,.0f} .. {max(speed):,.0f} "
                f"| {row['cpu_us_per_request']:.1f} | {min(cpu):.1f} .. {max(cpu):.1f} | {row['p50_ms']:.2f} | {row['p99_ms']:.2f} |"
            )
    return rows


def ratios(result) -> dict:
    """Ours against the best other, each so that more than 1 is better for us."""
    found = {}
    for name, by_documents in result.items():
        for documents, by_runtime in by_documents.items():
            ours = by_runtime.get(OURS)
            others = [row for runtime, row in by_runtime.items() if runtime != OURS]
            if ours is None or not others:
                continue
            fastest = max(row["requests_per_second"] for row in others)
            cheapest = min(row["cpu_us_per_request"] for row in others)
            found.setdefault(name, {})[documents] = {
                "requests_per_second": ours["requests_per_second"] / fastest,
                "cpu_us_per_request": cheapest / ours["cpu_us_per_request"],
            }
    return found


def ratio_table(compared) -> list:
    rows = ["| | documents | req/s | CPU per request |", "|---|--:|--:|--:|"]
    for name, by_documents in compared.items():
        for documents, row in by_documents.items():
            rows.append(f"| {name} | {documents:,} | {row['requests_per_second']:.2f} | {row['cpu_us_per_request']:.2f} |")
    return rows


def growth(result) -> dict:
    """Our CPU per request with the most documents, in times of that with the fewest."""
    found = {}
    for name in STAYS:
        costs = [row[OURS]["cpu_us_per_request"] for row in result.get(name, {}).values() if OURS in row]
        if len(costs) > 1:
            found[name] = costs[-1] / costs[0]
    return found


def write(folder: Path, found: dict, plan, facts: dict) -> str:
    """Writes data.md and data.json into `folder`; gives the Markdown."""
    text = markdown(found, plan, facts)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data.md").write_text(text)
    whole = {"machine": facts, "plan": vars(plan), **found, "ratios": ratios(found["workloads"]), "growth": growth(found["workloads"])}
    (folder / "data.json").write_text(json.dumps(whole, indent=2) + "\n")
    return text
