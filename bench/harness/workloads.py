"""What is asked of every server, and the answer that each must give before it is timed."""

import json
from dataclasses import dataclass, field

# About 200 bytes, as an ordinary webhook or form.
ECHO = {
    "id": "evt_8c1f0a52",
    "type": "order.paid",
    "created": 1760000000,
    "items": [{"sku": "coffee-250", "count": 2, "price": 7.5}, {"sku": "tea-100", "count": 1, "price": 4.25}],
    "customer": {"name": "Ada L", "vip": True, "note": None},
}


@dataclass(frozen=True)
class Workload:
    name: str
    about: str
    path: str
    method: str = "GET"
    headers: dict = field(default_factory=dict)
    body: str = ""
    paths: tuple = ()  # when there are several, which are asked for in turn
    connections: int | None = None  # when not as many as for the others
    text: str | None = None
    json: object = None

    def answers(self, status: int, body: bytes) -> bool:
        """Whether this is the right answer."""
        if status != 200:
            return False
        if self.text is not None:
            return body.decode() == self.text
        return json.loads(body) == self.json


WORKLOADS = [
    Workload("hello", "a constant text", "/_functions/hello", text="Hello, world!"),
    Workload(
        "echo",
        "200 bytes of JSON, parsed and serialised",
        "/_functions/echo",
        method="POST",
        headers={"content-type": "application/json"},
        body=json.dumps(ECHO, separators=(",", ":")),
        json=ECHO,
    ),
    Workload(
        "inspect",
        "two path segments, two query values and a header, as JSON",
        "/_functions/inspect/orders/42?limit=10&after=a%20b",
        headers={
            "x-token": "t0ken-1234",
            "accept": "application/json",
            "accept-encoding": "gzip, br",
            "accept-language": "en-GB,en;q=0.8",
            "user-agent": "bench/1",
            "x-request-source": "bench",
        },
        json={"path": ["orders", "42"], "limit": "10", "after": "a b", "token": "t0ken-1234"},
    ),
    Workload("fib", "fib(25) by recursion: 250,000 calls", "/_functions/fib", text="75025"),
]
