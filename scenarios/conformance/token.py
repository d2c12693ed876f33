"""Gives a program of a demonstration's city officer a token with every scope, before the server runs, as the console would.
Prints the token.

The row is written directly because making a token in the console needs a person with an authenticator app.
"""

import hashlib
import json
import pathlib
import secrets
import sqlite3
import struct
import sys
import time
import uuid

SCOPES = "people:read people:write orders:read orders:write ledger:read policy:read giving:write audit:read"


def digest(*parts):
    """As foundation/crypto: every part preceded by its length."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(struct.pack(">Q", len(part)))
        whole.update(part)
    return whole.digest()


folder = pathlib.Path(sys.argv[1])
cast = json.loads((folder / "demo.json").read_text())["cast"]
officer = next(member for member in cast["members"] if member["part"] == "city-officer")
owner = uuid.UUID(officer["person"]).bytes
token = secrets.token_hex(32)
now = time.time_ns() // 1000
with sqlite3.connect(folder / "timebank.db") as database:
    (node,) = database.execute(
        "select node from staff_grant where person = ? and role = 'city_officer' and state = 'active'", (owner,)
    ).fetchone()
    database.execute(
        "insert into api_token (token_hash, id, owner, name, scopes, node, created_at, expires_at)"
        " values (?, ?, ?, 'conformance', ?, ?, ?, ?)",
        (digest(b"token", token.encode()), uuid.uuid4().bytes, owner, SCOPES, node, now, now + 86_400_000_000),
    )
print(token)
