"""A hook for schemathesis: signs each request as it is about to be sent.

Credentials come from VELODROME_CREDENTIALS, a file as `velodrome apps create --json` prints it.
"""

import base64
import hashlib
import hmac
import itertools
import json
import os
from datetime import datetime, timezone
from urllib.parse import parse_qsl, urlsplit

import requests
import schemathesis

with open(os.environ["VELODROME_CREDENTIALS"], encoding="utf-8") as text:
    CREDENTIALS = json.load(text)

IDS = {
    "x-wix-application-id": CREDENTIALS["applicationId"],
    "x-wix-instance-id": CREDENTIALS["instanceId"],
}


CREDENTIAL_NAMES = {
    prefix + name
    for prefix in ("", "x-wix-")
    for name in ("application-id", "instance-id", "timestamp", "signature")
}


class Signed(requests.auth.AuthBase):
    """Signs the bytes that are sent, after everything else was decided about them."""

    def __call__(self, request):
        for name in list(request.headers):
            if name.lower().startswith("x-wix-"):
                del request.headers[name]
        now = datetime.now(timezone.utc)
        headers = {
            **IDS,
            "x-wix-timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        request.headers.update(headers)
        request.headers["x-wix-signature"] = signature(request, headers)
        return request


def signature(request, headers):
    url = urlsplit(request.url)
    pairs = parse_qsl(url.query, keep_blank_values=True) + list(headers.items())
    named = {}
    for name, value in pairs:
        named.setdefault(name.lower(), []).append(value.strip(" "))
    values = [",".join(named[name]) for name in sorted(named)]
    text = "\n".join([request.method, url.path, *values]).encode("utf-8", "surrogateescape")
    body = request.body or b""
    if isinstance(body, str):
        body = body.encode()
    if body:
        text += b"\n" + body
    digest = hmac.new(CREDENTIALS["secret"].encode(), text, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Credentials that schemathesis makes up, because the document has them, give way to real ones."""
    for place in (case.query, case.headers):
        for name in list(place or {}):
            if name.lower() in CREDENTIAL_NAMES:
                del place[name]
    if case.meta is None or case.meta.generation.mode.is_positive:
        name_what_exists(case)
    kwargs["auth"] = Signed()


# What the site has; more as answers tell. Without it nearly every address that is made up is one of nothing.
KNOWN = {
    "collection": ["things"],
    "item": ["one", "two"],
    "name": ["hello"],
    "contact": [],
    "activity": [],
    "label": [],
    "id": [1, 2, 3],
}
KEPT = 20
# Changes of a contact say what they believe of it.
MODIFIED_AT = {}
asked = itertools.count()


def name_what_exists(case):
    """Three in four requests are for something that exists."""
    number = next(asked)
    if number % 4 == 0:
        return
    for name in case.path_parameters or {}:
        if KNOWN.get(name):
            case.path_parameters[name] = KNOWN[name][number % len(KNOWN[name])]
    contact = (case.path_parameters or {}).get("contact")
    takes = {parameter.name for parameter in case.operation.query}
    if contact in MODIFIED_AT and "modifiedAt" in takes:
        case.query = {**(case.query or {}), "modifiedAt": MODIFIED_AT[contact]}


@schemathesis.hook
def after_call(context, case, response):
    """Remembers what was made and how it is now."""
    try:
        answer = response.json()
    except ValueError:
        return
    if response.status_code != 200 or not isinstance(answer, dict):
        return
    for name in ("contact", "activity", "label"):
        made = answer.get(f"{name}Id")
        if isinstance(made, str) and made not in KNOWN[name]:
            KNOWN[name] = [*KNOWN[name], made][-KEPT:]
    if "modifiedAt" in answer and isinstance(answer.get("id"), str):
        MODIFIED_AT[answer["id"]] = answer["modifiedAt"]
