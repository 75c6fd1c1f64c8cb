"""Puts the other runtimes into the cache folder: npm's platform packages, pinned with their hashes."""

import shutil
import subprocess
from pathlib import Path

PINNED = Path(__file__).resolve().parent.parent / "runtimes"
FILES = ("package.json", "package-lock.json")


def install(cache: Path):
    """Installs what is pinned unless the cache holds exactly that already."""
    cache.mkdir(parents=True, exist_ok=True)
    done = cache / "installed-lock.json"
    lock = (PINNED / "package-lock.json").read_text()
    if done.exists() and done.read_text() == lock:
        return
    for name in FILES:
        shutil.copy(PINNED / name, cache / name)
    print(f"Installing the other runtimes into {cache} (about 560 MB) ..", flush=True)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=cache, check=True)
    done.write_text(lock)
