"""The figures as a picture: a panel for each, a bar for each runtime, in SVG. Readable on light and on dark."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from .parts.half import least
from .ratios import OURS

COLUMNS, PANEL_WIDTH, GAP, MARGIN = 3, 300, 28, 24
TITLE_HEIGHT, BAR_HEIGHT, BAR_STEP, NAME_WIDTH, FIGURE_WIDTH = 40, 14, 20, 108, 58

STYLE = """
    text { font: 12px system-ui, sans-serif; fill: #24292f; }
    .title { font-weight: 600; } .note { fill: #57606a; font-size: 11px; }
    .ours { fill: #d9480f; } .other { fill: #868e96; } .ours-text { font-weight: 600; }
    .ground { fill: #ffffff; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; } .note { fill: #9198a1; } .ours { fill: #ff922b; } .other { fill: #6e7681; } .ground { fill: #0d1117; }
    }
"""


@dataclass(frozen=True)
class Panel:
    title: str
    note: str  # the unit, and which direction is better
    bars: dict  # the figure by runtime

    def height(self) -> int:
        return TITLE_HEIGHT + BAR_STEP * len(self.bars)


def panels(result: dict, workloads, parts: dict) -> list:
    found = []
    for workload in workloads:
        costs = {name: row["workloads"][workload.name]["cpu_us_per_request"] for name, row in result.items() if workload.name in row["workloads"]}
        found.append(Panel(workload.name, "CPU us per request, less is better", costs))
    starts = {name: row["cold_start_ms"] for name, row in result.items() if "cold_start_ms" in row}
    if starts:
        found.append(Panel("cold start", "ms to the first answer, less is better", starts))
        found.append(Panel("idle memory", "RSS in MB, less is better", {name: result[name]["idle_mb"]["rss"] for name in starts}))
    if memory := parts.get("memory"):
        found.append(Panel("after a million requests", "RSS in MB, less is better", {name: row["after_mb"]["rss"] for name, row in memory.items()}))
    if reload := parts.get("reload"):
        found.append(Panel("reload", "ms to the new code's answer, less is better", {name: row["median_ms"] for name, row in reload.items()}))
    if half := parts.get("half"):
        times = {name: least(row["half"], "p99_ms") for name, row in half.items()}
        found.append(Panel("p99 at half load", "hello, ms in the quietest round, less is better", times))
    for count, row in parts.get("connections", {}).get("by_count", {}).items():
        title = f"{int(count):,} connection{'s' if count != '1' else ''}"
        found.append(Panel(title, "hello, requests per second, more is better", {name: each["requests_per_second"] for name, each in row.items()}))
    if limit := parts.get("limit"):
        found.append(Panel("limit", "hello, CPU us per request, less is better", {name: row["cpu_us_per_request"] for name, row in limit["servers"].items()}))
    if cores := parts.get("cores"):
        found.append(Panel("two cores against one", "fib(25), requests per second, ratio, more is better", {name: row["ratio"] for name, row in cores.items()}))
    if functions := parts.get("functions"):
        costs = {f"{int(count):,} functions": row["cpu_us_per_request"] for count, row in functions["by_count"].items()}
        found.append(Panel("site's size", "hello, CPU us per request, flat is better", costs))
    return [panel for panel in found if panel.bars]


def figure(value: float) -> str:
    """Three digits or more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def draw(panel: Panel, x: int, y: int) -> list:
    longest = max(panel.bars.values()) or 1
    room = PANEL_WIDTH - NAME_WIDTH - FIGURE_WIDTH
    lines = [
        f'  <text class="title" x="{x}" y="{y + 12}">{escape(panel.title)}</text>',
        f'  <text class="note" x="{x}" y="{y + 28}">{escape(panel.note)}</text>',
    ]
    for place, (name, value) in enumerate(panel.bars.items()):
        top = y + TITLE_HEIGHT + BAR_STEP * place
        width = max(1.0, room * value / longest)
        is_ours = name.startswith(OURS) or name.endswith("functions")
        bar, text = ("ours", "ours-text") if is_ours else ("other", "")
        lines += [
            f'  <text class="{text}" x="{x + NAME_WIDTH - 8}" y="{top + 11}" text-anchor="end">{escape(name)}</text>',
            f'  <rect class="{bar}" x="{x + NAME_WIDTH}" y="{top}" width="{width:.1f}" height="{BAR_HEIGHT}" rx="2"/>',
            f'  <text class="{text}" x="{x + NAME_WIDTH + width + 6:.1f}" y="{top + 11}">{figure(value)}</text>',
        ]
    return lines


def chart(result: dict, workloads, parts: dict) -> str:
    lines, y = [], MARGIN
    found = panels(result, workloads, parts)
    for start in range(0, len(found), COLUMNS):
        row = found[start : start + COLUMNS]
        for column, panel in enumerate(row):
            lines += draw(panel, MARGIN + column * (PANEL_WIDTH + GAP), y)
        y += max(panel.height() for panel in row) + GAP
    width = 2 * MARGIN + COLUMNS * PANEL_WIDTH + (COLUMNS - 1) * GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" height="{y}" role="img" aria-label="Bench of Velodrome and other runtimes">',
            f"  <style>{STYLE}  </style>",
            f'  <rect class="ground" width="{width}" height="{y}"/>',
            *lines,
            "</svg>",
            "",
        ]
    )
