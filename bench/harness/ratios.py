"""Ours against the best of the others."""

OURS = "velodrome"


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
