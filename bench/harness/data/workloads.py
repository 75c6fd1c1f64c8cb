"""What is asked of every server, and the answers that each must give before it is timed."""

import json
from dataclasses import dataclass
from typing import Callable

from ..workloads import Workload
from .documents import answer, fields, iso, item_id, newest_of_group

PAGE = 50
DIFFERENT = 5_000  # documents, or groups, that are asked for in turn
CHECKED = 3  # of those, before anything is timed


@dataclass(frozen=True)
class DataWorkload(Workload):
    """One whose answers depend on the path."""

    expect: Callable = None  # whether a parsed answer to a path is right

    def looked_at(self) -> list:
        """The paths that are asked for before anything is timed."""
        return list(self.paths[:: max(1, len(self.paths) // CHECKED)]) or [self.path]

    def answers(self, status: int, body: bytes, path: str) -> bool:
        return status == 200 and self.expect(path, json.loads(body))


def spread(count: int) -> list:
    """Up to DIFFERENT numbers below `count`, all over it and in no order that a cache would like."""
    taken = min(count, DIFFERENT)
    return [index * 7_919 % taken * (count // taken) for index in range(taken)]


def last(path: str) -> str:
    return path.rpartition("/")[2]


def get_item(documents: int) -> DataWorkload:
    numbers = {item_id(number): number for number in spread(documents)}
    return DataWorkload(
        "get",
        "one document by its id",
        "/_functions/item",
        paths=tuple(f"/_functions/item/{found}" for found in numbers),
        expect=lambda path, body: body == answer(numbers[last(path)], documents),
    )


def page(documents: int) -> DataWorkload:
    newest = range(documents - 1, max(-1, documents - 1 - PAGE), -1)
    return DataWorkload(
        "page",
        "the 50 newest documents",
        "/_functions/page",
        expect=lambda _, body: body == {"items": [answer(number, documents) for number in newest]},
    )


def group(documents: int) -> DataWorkload:
    def expect(path, body):
        newest = newest_of_group(int(last(path)), documents)[:PAGE]
        return body == {"items": [answer(number, documents) for number in newest]}

    groups = spread(max(1, documents // 100))
    return DataWorkload(
        "eq",
        "the 50 newest of 100 documents with one value in an indexed field",
        "/_functions/group",
        paths=tuple(f"/_functions/group/{number}" for number in groups),
        expect=expect,
    )


def insert(connections: int) -> DataWorkload:
    item = fields(7, 1_000)
    item["checked"] = iso(item["checked"])

    def expect(_, body):
        system = {body.pop(name, None) for name in ("_id", "_owner", "_createdDate", "_updatedDate")}
        return None not in system and body == item

    return DataWorkload(
        f"insert, {connections} connection{'s' if connections > 1 else ''}",
        "one document, on the disk before the answer",
        "/_functions/item",
        method="POST",
        headers={"content-type": "application/json"},
        body=json.dumps(item, separators=(",", ":")),
        connections=connections,
        expect=expect,
    )


def workloads(documents: int) -> list:
    """Those that change the documents come last."""
    return [get_item(documents), page(documents), group(documents), insert(1), insert(32)]
