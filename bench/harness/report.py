"""Turns the measurements into a table for people (Markdown) and a file for programs (JSON)."""

import json
import os
import platform
import time
from pathlib import Path

OURS = "velodrome"


def machine() -> dict:
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return {"cpu": model, "cores": os.cpu_count(), "kernel": platform.release(), "load_average": os.getloadavg()[0]}


def markdown(result: dict, workloads, plan, facts: dict) -> str:
    names = list(result)
    lines = [
        "# Bench",
        "",
        f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {facts['cpu']}, {facts['cores']} cores, Linux {facts['kernel']}, "
        f"load average before: {facts['load_average']:.2f}. Server on core {plan.server_core}, wrk on core {plan.load_core}, "
        f"{plan.connections} connections, {plan.rounds} interleaved rounds of {plan.round_seconds} s; medians.",
        "",
    ]
    for workload in workloads:
        lines += [f"## {workload.name}: {workload.about}", "", *workload_table(result, names, workload.name), ""]
    if "cold_start_ms" in result[names[0]]:
        lines += ["## Start and memory", "", *start_table(result, names), ""]
    if OURS in result and len(names) > 1:
        lines += [f"## {OURS} against the best of the others (over 1 is better)", "", *ratio_table(result, workloads), ""]
    lines += ["Versions: " + "; ".join(f"{name} {result[name]['version']}" for name in names) + ".", ""]
    return "\n".join(lines)


def workload_table(result, names, workload) -> list:
    rows = ["| | req/s | CPU us/req | p50 ms | p99 ms |", "|---|--:|--:|--:|--:|"]
    for name in names:
        if workload not in result[name]["workloads"]:
            continue
        row = result[name]["workloads"][workload]
        rows.append(
            f"| {name} | {row['requests_per_second']:,.0f} | {row['cpu_us_per_request']:.2f} "
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


def ratios(result, workloads) -> dict:
    """Ours against the best other, each so that more than 1 is better for us."""
    others = [row for name, row in result.items() if name != OURS]
    ours = result[OURS]
    found = {}
    for workload in (workload.name for workload in workloads):
        mine = ours["workloads"][workload]
        best = lambda key, choose: choose(row["workloads"][workload][key] for row in others if workload in row["workloads"])
        found[workload] = {
            "requests_per_second": mine["requests_per_second"] / best("requests_per_second", max),
            "cpu_us_per_request": best("cpu_us_per_request", min) / mine["cpu_us_per_request"],
            "p50_ms": best("p50_ms", min) / mine["p50_ms"],
            "p99_ms": best("p99_ms", min) / mine["p99_ms"],
        }
    if "cold_start_ms" not in ours:
        return found
    found["cold_start_ms"] = min(row["cold_start_ms"] for row in others) / ours["cold_start_ms"]
    found["idle_rss_mb"] = min(row["idle_mb"]["rss"] for row in others) / ours["idle_mb"]["rss"]
    return found


def ratio_table(result, workloads) -> list:
    found = ratios(result, workloads)
    rows = ["| | req/s | CPU per request | p50 | p99 |", "|---|--:|--:|--:|--:|"]
    for workload in (workload.name for workload in workloads):
        row = found[workload]
        cells = (row[key] for key in ("requests_per_second", "cpu_us_per_request", "p50_ms", "p99_ms"))
        rows.append(f"| {workload} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")
    if "cold_start_ms" in found:
        rows += ["", f"Cold start {found['cold_start_ms']:.2f}, idle RSS {found['idle_rss_mb']:.2f}."]
    return rows


def write(folder: Path, result: dict, workloads, plan, facts: dict) -> str:
    """Writes latest.md and latest.json into `folder`; gives the Markdown."""
    text = markdown(result, workloads, plan, facts)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.md").write_text(text)
    whole = {"machine": facts, "plan": vars(plan), "runtimes": result}
    if OURS in result and len(result) > 1:
        whole["ratios"] = ratios(result, workloads)
    (folder / "latest.json").write_text(json.dumps(whole, indent=2) + "\n")
    return text
