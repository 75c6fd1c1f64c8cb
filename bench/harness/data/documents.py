"""The documents of the data bench: any number of them, each a function of its number."""

import hashlib
import json
import uuid
from datetime import datetime, timezone
from pathlib import Path

FIRST_MS = 1_600_000_000_000  # creation dates begin here, a second apart
OWNER = "0f4c9a52-3c1b-4d7e-8a55-6f2f0c1d9e77"
PER_GROUP = 100
COLORS = ("red", "green", "blue", "black", "white")
CITIES = ("Berlin", "Lisbon", "Oslo", "Vilnius", "Zagreb", "Łódź", "Genève")


def iso(ms: int) -> str:
    """As JavaScript writes dates."""
    return datetime.fromtimestamp(ms // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + f".{ms % 1000:03}Z"


def item_id(number: int) -> str:
    return str(uuid.UUID(bytes=hashlib.md5(str(number).encode()).digest(), version=4))


def created_ms(number: int) -> int:
    return FIRST_MS + number * 1000


def fields(number: int, documents: int) -> dict:
    """About 300 bytes of what a shop might keep. `checked` is a date, in milliseconds."""
    groups = max(1, documents // PER_GROUP)
    return {
        "title": f"Thing number {number}",
        "group": number * 48_271 % groups,
        "price": number % 997 + 0.5,
        "stock": number % 13,
        "available": number % 3 != 0,
        "tags": [COLORS[number % 5], f"batch-{number % 101}"],
        "address": {"city": CITIES[number % 7], "zip": f"{number % 90_000 + 10_000}"},
        "about": "A thing that is like many others, but not quite, as whoever made it will tell you.",
        "checked": FIRST_MS - number * 977,
    }


def answer(number: int, documents: int) -> dict:
    """The document as servers must show it."""
    shown = fields(number, documents)
    date = iso(created_ms(number))
    system = {"_id": item_id(number), "_owner": OWNER, "_createdDate": date, "_updatedDate": date}
    return {**shown, **system, "checked": iso(shown["checked"])}


def newest_of_group(group: int, documents: int) -> list:
    """Numbers of a group's documents, the newest first."""
    groups = max(1, documents // PER_GROUP)
    return [number for number in range(documents - 1, -1, -1) if number * 48_271 % groups == group]


def write_json_lines(path: Path, documents: int):
    """The file that `velodrome data import` reads."""
    with open(path, "w") as out:
        for number in range(documents):
            item = answer(number, documents)
            for name in ("_createdDate", "_updatedDate", "checked"):
                item[name] = {"$date": item[name]}
            out.write(json.dumps(item, separators=(",", ":"), ensure_ascii=False) + "\n")


def rows(documents: int):
    """The rows of the others' table."""
    for number in range(documents):
        doc = fields(number, documents)
        doc["checked"] = {"$date": doc["checked"]}
        text = json.dumps(doc, separators=(",", ":"), ensure_ascii=False)
        created = created_ms(number)
        yield item_id(number), created, created, OWNER, text
