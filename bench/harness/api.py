"""The signed API: an application's credentials, contacts for every server, and signed requests."""

import base64
import dataclasses
import hashlib
import hmac
import http.client
import json
import os
import sqlite3
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from .processes import Server

CONTACTS = 1_000
PAGE = 50


def signed_headers(credentials: dict, method: str, path: str, body: str = "") -> dict:
    """The headers that sign a request now."""
    url = urlsplit(path)
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    headers = {
        "x-wix-application-id": credentials["applicationId"],
        "x-wix-instance-id": credentials["instanceId"],
        "x-wix-timestamp": now,
    }
    named = [(name.lower(), value.strip()) for name, value in parse_qsl(url.query, keep_blank_values=True)] + list(headers.items())
    text = "\n".join([method, url.path, *(value for _, value in sorted(named))] + ([body] if body else []))
    digest = hmac.digest(credentials["secret"].encode(), text.encode(), hashlib.sha256)
    return {**headers, "x-wix-signature": base64.urlsafe_b64encode(digest).rstrip(b"=").decode()}


def contact(number: int) -> dict:
    return {
        "name": {"first": f"First{number}", "last": f"Last{number % 97}"},
        "company": {"role": "buyer", "name": f"Company {number % 53}"},
        "emails": [{"tag": "work", "email": f"contact{number}@example.com"}],
        "phones": [{"tag": "main", "phone": f"+49-30-{5550000 + number}"}],
        "addresses": [{"tag": "home", "address": f"Road {number}", "city": "Berlin", "country": "DE", "postalCode": "10115"}],
    }


def prepare(ours, others, folder: Path, core: int) -> tuple:
    """Fills ours through its API and the others' files with what it answers; gives the runtimes, the credentials
    and the ids that the first page must have."""
    run = lambda *arguments: subprocess.run([ours.binary, *map(str, arguments)], check=True, capture_output=True, timeout=120).stdout
    run(*ours.prepare)
    site, data = ours.prepare[1], ours.prepare[3]
    credentials = json.loads(run("apps", "create", "bench", "--json", "--site", site, "--data", data))
    server = Server(ours, core, folder / "filling.log")
    try:
        server.wait_until_ready("/_functions/hello")
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        for number in range(CONTACTS):
            ask(link, credentials, "POST", "/v1/contacts", json.dumps(contact(number)))
        found = read_all(link, credentials)
    finally:
        server.stop()
    runtimes = [ours]
    for runtime in others:
        database = folder / f"contacts-{runtime.name}.sqlite"
        write(database, found)
        environment = {**runtime.environment, "BENCH_DATABASE": str(database), "BENCH_CREDENTIALS": json.dumps(credentials)}
        runtimes.append(dataclasses.replace(runtime, environment=environment))
    os.sync()
    return runtimes, credentials, [each["id"] for each in found[:PAGE]]


def ask(link, credentials: dict, method: str, path: str, body: str = "") -> dict:
    headers = {"content-type": "application/json", **signed_headers(credentials, method, path, body)}
    link.request(method, path, body=body or None, headers=headers)
    answer = link.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
    return json.loads(text)


def read_all(link, credentials: dict) -> list:
    found, cursor = [], "-1"
    while cursor != 0:
        page = ask(link, credentials, "GET", f"/v1/contacts?pageSize=500&cursor={cursor}")
        found += page["results"]
        cursor = page["nextCursor"]
    return found


def write(path: Path, contacts: list):
    """Newest first in, so the last is the first row."""
    with sqlite3.connect(path) as database:
        database.executescript("PRAGMA journal_mode = WAL; CREATE TABLE contacts (seq INTEGER PRIMARY KEY, doc TEXT NOT NULL);")
        docs = [(json.dumps(each, separators=(",", ":")),) for each in reversed(contacts)]
        database.executemany("INSERT INTO contacts (doc) VALUES (?)", docs)
    database.close()
