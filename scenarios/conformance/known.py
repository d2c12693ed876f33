"""Asks a running server, with a program's token, for identifiers that exist. Prints them as one JSON object."""

import datetime
import json
import sys
import urllib.parse
import urllib.request

base, token = sys.argv[1], sys.argv[2]


def rows(path):
    request = urllib.request.Request(base + path, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer).get("rows", [])


orders = [row for state in ("published", "taken", "serving", "awaiting", "disputed", "settled", "submitted")
          for row in rows(f"/api/v1/orders?state={state}&limit=5")]
# Whoever is enrolled has an account; staff alone have none.
people = [row for row in rows("/api/v1/people?limit=60") if "active" in (row.get("elder"), row.get("volunteer"))][:20]
volunteers = [row["id"] for row in people if row.get("volunteer") == "active"]
programmes = [row["id"] for row in rows("/api/v1/programmes")]
proposals = [row["approval"] for row in rows("/api/v1/proposals")]
postings = [row["posting"] for person in people[:5] for row in rows(f"/api/v1/accounts/{person['id']}/statement?limit=3")]
catalogue = urllib.request.urlopen(base + "/api/v1/catalogue", timeout=20)
soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)
print(json.dumps({
    "order": [row["id"] for row in orders],
    "object": [row["id"] for row in orders],
    "person": [row["id"] for row in people],
    "people": [row["id"] for row in people if row.get("elder") == "active"],
    "volunteer": volunteers,
    "volunteers": volunteers,
    "account": [row["id"] for row in people] + programmes,
    "programme": programmes,
    "approval": proposals,
    "posting": postings,
    "enrolment": [row["id"] for row in rows("/api/v1/enrolments?limit=20")],
    "site": [row["id"] for row in rows("/api/v1/sites")],
    "node": [row["node"] for row in people[:5]],
    "item": [item["code"] for item in json.load(catalogue)["items"][:5]],
    "starts_at": [(soon + datetime.timedelta(hours=n)).replace(hour=2 + n % 6, minute=0, second=0, microsecond=0).isoformat()
                  for n in range(24)],
}))
