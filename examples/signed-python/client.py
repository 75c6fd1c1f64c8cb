"""Signed requests from Python, with nothing but its standard library."""

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone


class ApiError(Exception):
    """An answer that is no result; `answer` is its JSON."""

    def __init__(self, answer):
        super().__init__(f"{answer['code']}: {answer['message']}")
        self.answer = answer


class Client:
    """A client of the signed API. `credentials` is what `velodrome apps create --json` prints."""

    def __init__(self, base, credentials):
        self.base = base.rstrip("/")
        self.credentials = credentials

    def send(self, method, path, query=None, body=None):
        """Sends a request and gives the JSON of its answer."""
        query = {name: str(value).strip() for name, value in (query or {}).items()}
        data = b"" if body is None else json.dumps(body).encode()
        now = datetime.now(timezone.utc)
        headers = {
            "x-wix-application-id": self.credentials["applicationId"],
            "x-wix-instance-id": self.credentials["instanceId"],
            "x-wix-timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        headers["x-wix-signature"] = self.signature(method, path, {**query, **headers}, data)
        url = self.base + path + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(url, data or None, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise ApiError(json.load(error)) from None

    def signature(self, method, path, named, data):
        """Of method, path, the values of all parameters and x-wix-* headers by the order of their names, and body."""
        parts = [method, path, *(named[name] for name in sorted(named))]
        text = "\n".join(parts).encode() + (b"\n" + data if data else b"")
        secret = self.credentials["secret"].encode()
        digest = hmac.new(secret, text, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def pages(self, path, **query):
        """Every page of a list."""
        while True:
            page = self.send("GET", path, query)
            yield page
            if not page["nextCursor"]:
                return
            # The cursor carries filter, order and page size.
            query = {"cursor": page["nextCursor"]}
