"""python3 notes.py http://127.0.0.1:8080 credentials.json"""

import json
import sys
import urllib.parse

from client import Client

base, file = sys.argv[1:]
with open(file, encoding="utf-8") as text:
    client = Client(base, json.load(text))
NOTES = "/v1/collections/notes/items"

for text in ["one", "two", "three – 3"]:
    client.send("POST", NOTES, body={"from": "python", "text": text})

ids = []
mine = {"filter": json.dumps({"from": "python"}), "pageSize": 2, "sort": "text"}
for page in client.pages(NOTES, **mine):
    texts = ", ".join(item["text"] for item in page["results"])
    print(f"{len(page['results'])} of {page['total']}: {texts}")
    ids += [item["_id"] for item in page["results"]]

for id in ids:
    client.send("DELETE", f"{NOTES}/{urllib.parse.quote(id, safe='')}")
print(f"removed {len(ids)}")
