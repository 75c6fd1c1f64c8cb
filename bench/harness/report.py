"""Turns the measurements into a table for people (Markdown) and a file for programs (JSON)."""

import json
import os
import platform
import time
from pathlib import Path

from .chart import chart
from .parts import PARTS
from .ratios import OURS, ratios
from .targets import target_table, targets


def machine() -> dict:
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return {"cpu": model, "cores": os.cpu_count(), "kernel": platform.release(), "load_average": os.getloadavg()[0]}


def markdown(result: dict, workloads, parts: dict, plan, facts: dict) -> str:
    names = list(result)
    lines = [
        "# Bench",
        "",
        f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {facts['cpu']}, {facts['cores']} cores, Linux {facts['kernel']}, "
        f"load average before: {facts['load_average']:.2f}. Server on core {plan.server_core}, load on core {plan.load_core}, "
        f"{plan.connections} connections, {plan.rounds} interleaved rounds of {plan.round_seconds} s where nothing else is said; medians.",
        "",
    ]
    for workload in workloads:
        lines += [f"## {workload.name}: {workload.about}", "", *workload_table(result, names, workload.name), ""]
    if any("cold_start_ms" in row for row in result.values()):
        lines += ["## Start and memory", "", *start_table(result, names), ""]
    for name, found in parts.items():
        if found:
            lines += [f"## {name}: {PARTS[name].ABOUT}", "", *PARTS[name].markdown(found), ""]
    if OURS in result and len(names) > 1:
        lines += [f"## {OURS} against the best of the others (over 1 is better)", "", *ratio_table(result, workloads), ""]
    held = targets(result, workloads, parts)
    if held:
        lines += ["## Targets", "", *target_table(held), ""]
    if result:
        lines += ["Versions: " + "; ".join(f"{name} {result[name]['version']}" for name in names) + ".", ""]
    return "\n".join(lines)


def workload_table(result, names, workload) -> list:
    rows = ["| | req/s | CPU us/req | least .. most | p50 ms | p99 ms |", "|---|--:|--:|--:|--:|--:|"]
    for name in names:
        if workload not in result[name]["workloads"]:
            continue
        row = result[name]["workloads"][workload]
        costs = [sample["cpu_us_per_request"] for sample in row["rounds"]]
        rows.append(
            f"| {name} | {row['requests_per_second']:,.0f} | {row['cpu_us_per_request']:.2f} | {min(costs):.2f} .. {max(costs):.2f} "
            f"| {row['p50_ms']:.2f} | {row['p99_ms']:.2f} |"
        )
    return rows


def start_table(result, names) -> list:
    rows = ["| | cold start ms | idle RSS MB | idle PSS MB | RSS after the load MB |", "|---|--:|--:|--:|--:|"]
    for name in names:
        row = result[name]
        if "cold_start_ms" not in row:
            continue
        rows.append(
            f"| {name} | {row['cold_start_ms']:.1f} | {row['idle_mb']['rss']:.0f} | {row['idle_mb']['pss']:.0f} "
            f"| {row['loaded_mb']['rss']:.0f} |"
        )
    return rows


def ratio_table(result, workloads) -> list:
    found = ratios(result, workloads)
    rows = ["| | req/s | CPU per request | p50 | p99 |", "|---|--:|--:|--:|--:|"] if workloads else []
    for workload in (workload.name for workload in workloads):
        row = found[workload]
        cells = (row[key] for key in ("requests_per_second", "cpu_us_per_request", "p50_ms", "p99_ms"))
        rows.append(f"| {workload} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")
    if "cold_start_ms" in found:
        rows += [*([""] if rows else []), f"Cold start {found['cold_start_ms']:.2f}, idle RSS {found['idle_rss_mb']:.2f}."]
    return rows


def write(folder: Path, result: dict, workloads, parts: dict, plan, facts: dict) -> str:
    """Writes latest.md, latest.json and latest.svg into `folder`; gives the Markdown."""
    text = markdown(result, workloads, parts, plan, facts)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.md").write_text(text)
    whole = {"machine": facts, "plan": vars(plan), "runtimes": result, "parts": parts}
    if OURS in result and len(result) > 1:
        whole["ratios"] = ratios(result, workloads)
    whole["targets"] = targets(result, workloads, parts)
    (folder / "latest.json").write_text(json.dumps(whole, indent=2) + "\n")
    (folder / "latest.svg").write_text(chart(result, workloads, parts))
    return text
