"""What is asked of every server, and the answer that each must give before it is timed."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace

from .api import PAGE, signed_headers

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
    group: str = "server"  # which servers are asked: `servers/RUNTIME/GROUP.js`
    method: str = "GET"
    headers: dict = field(default_factory=dict)
    body: str = ""
    paths: tuple = ()  # when there are several, which are asked for in turn
    connections: int | None = None  # when not as many as for the others
    text: str | None = None
    json: object = None
    ids: tuple = ()  # of the results that the answer must have
    credentials: dict | None = None  # of the application that signs

    def request_headers(self) -> dict:
        """The headers to send now; a signature is good for a minute."""
        if self.credentials is None:
            return self.headers
        return {**self.headers, **signed_headers(self.credentials, self.method, self.path, self.body)}

    def with_credentials(self, credentials: dict, ids: list) -> "Workload":
        """The same, signed by an application, with the results it must get."""
        return replace(self, credentials=credentials, ids=tuple(ids))

    def with_upstream(self, port: int) -> "Workload":
        """The same for a certain server to fetch from."""
        return replace(self, path=self.path.replace("{upstream}", str(port)))

    def answers(self, status: int, body: bytes) -> bool:
        """Whether this is the right answer."""
        if status != 200:
            return False
        if self.ids:
            return tuple(result["id"] for result in json.loads(body)["results"]) == self.ids
        if self.text is not None:
            return body.decode() == self.text
        return json.loads(body) == self.json


SECRET = b"bench-secret"
TOKEN_KEY = b"bench-secret-of-at-least-32-bytes"
GROUPS = ("server", "work", "npm", "api")
CITIES = ("Berlin", "Oslo", "Lyon", "Graz", "Turku")


def compact(value) -> str:
    return json.dumps(value, separators=(",", ":"))


def orders(count: int) -> dict:
    """Orders of some 380 bytes each, always the same."""
    item = lambda order, place: {
        "sku": f"item-{(order * 7 + place * 13) % 97}",
        "count": 1 + (order + place) % 4,
        "price": ((order * 31 + place * 17) % 400) / 4,
    }
    order = lambda number: {
        "id": f"order-{number:05}",
        "created": 1760000000 + number * 61,
        "customer": {"name": f"Customer {number}", "city": CITIES[number % len(CITIES)], "vip": number % 9 == 0},
        "items": [item(number, place) for place in range(4)],
        "note": "urgent: before the weekend" if number % 5 == 0 else "leave it with the neighbours, please",
    }
    return {"orders": [order(number) for number in range(count)]}


def post(name: str, about: str, path: str, value, answer, group: str, **headers) -> Workload:
    headers = {"content-type": "application/json", **{key.replace("_", "-"): text for key, text in headers.items()}}
    return Workload(name, about, path, group=group, method="POST", headers=headers, body=compact(value), json=answer)


def summary(value: dict) -> dict:
    """What `servers/shared/summary.js` answers."""
    upper = lambda item: {**item, "sku": item["sku"].upper()}
    return {
        "orders": [
            {
                "id": order["id"],
                "customer": order["customer"]["name"],
                "units": sum(item["count"] for item in order["items"]),
                "total": sum(item["count"] * item["price"] for item in order["items"]),
                "isUrgent": "urgent" in order["note"],
                "items": [upper(item) for item in order["items"]],
            }
            for order in value["orders"]
        ]
    }


def report(value: dict) -> dict:
    """What `servers/shared/report.js` answers."""
    found = {}
    for order in value["orders"]:
        found.setdefault(order["customer"]["city"], []).extend({**item, "order": order["id"]} for item in order["items"])
    best = lambda items: [item["sku"] for item in sorted(items, key=lambda item: (-item["price"], item["sku"]))[:3]]
    return {
        city: {
            "revenue": round(sum(item["count"] * item["price"] for item in items), 2),
            "best": best(items),
            "orders": len({item["order"] for item in items}),
        }
        for city, items in found.items()
    }


def token() -> str:
    """A signed token that does not expire while anybody measures."""
    part = lambda text: base64.urlsafe_b64encode(text).rstrip(b"=")
    claims = {"sub": "customer-42", "iss": "bench", "aud": "orders", "iat": 1760000000, "exp": 4000000000}
    signed = part(compact({"alg": "HS256", "typ": "JWT"}).encode()) + b"." + part(compact(claims).encode())
    return (signed + b"." + part(hmac.digest(TOKEN_KEY, signed, hashlib.sha256))).decode()


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
    post("echo10k", "10 KB of JSON, parsed and serialised", "/_functions/echo", orders(31), orders(31), "work"),
    post("summary", "100 KB of JSON: parsed, mapped, serialised", "/_functions/summary", orders(311), summary(orders(311)), "work"),
    post(
        "webhook",
        "200 bytes with an HMAC-SHA256 signature, verified and parsed",
        "/_functions/webhook",
        ECHO,
        {"received": ECHO["id"]},
        "work",
        x_signature=hmac.digest(SECRET, compact(ECHO).encode(), hashlib.sha256).hex(),
    ),
    Workload(
        "fetch",
        "JSON fetched from a server of this machine",
        "/_functions/fetch?port={upstream}",
        group="work",
        json={"path": ["a", "b"]},
    ),
    Workload(
        "jwt",
        "a JSON Web Token (HS256), verified by jose",
        "/_functions/jwt",
        group="npm",
        headers={"authorization": f"Bearer {token()}"},
        json={"subject": "customer-42"},
    ),
    post("report", "32 KB of JSON, grouped and sorted by lodash", "/_functions/report", orders(100), report(orders(100)), "npm"),
    Workload("contacts", "a signed request for 50 contacts of 1,000", f"/v1/contacts?pageSize={PAGE}", group="api"),
]
