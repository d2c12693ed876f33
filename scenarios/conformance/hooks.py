"""Makes generated requests reach the rules behind the door.

A generated identifier names nothing and a repeated key is answered from memory, so without help most requests would end
at "not found" or "key used". Valid keys are made new for every request; valid identifiers are replaced by ones that
exist, in two requests of three. Whatever was generated to be wrong stays wrong.
"""

import itertools
import json
import os
import re
import uuid

import schemathesis

KNOWN = json.loads(os.environ.get("CONFORMANCE_IDS", "{}"))
TURN = itertools.count()
KEY = re.compile(r"^[!-~]{1,100}$")


def is_id(value):
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


def known(name):
    """The next identifier of this name that exists, or none."""
    turn = next(TURN)
    all_of_name = KNOWN.get(name, [])
    return all_of_name[turn % len(all_of_name)] if all_of_name and turn % 3 else None


def put_known(container):
    """Replaces valid identifiers of a flat object by known ones."""
    for name, value in list(container.items()):
        if is_id(value) and (given := known(name)):
            container[name] = given
        elif isinstance(value, list) and value and all(map(is_id, value)):
            container[name] = [known(name) or one for one in value]


@schemathesis.hook
def before_call(context, case, kwargs):
    headers = case.headers or {}
    for name in list(headers):
        if name.lower() == "idempotency-key" and isinstance(headers[name], str) and KEY.match(headers[name]):
            headers[name] = uuid.uuid4().hex
    if case.path_parameters:
        put_known(case.path_parameters)
    if isinstance(case.body, dict):
        put_known(case.body)
        for name in ("node", "item"):
            if isinstance(case.body.get(name), str) and (given := known(name)):
                case.body[name] = given
        if isinstance(case.body.get("starts_at"), str) and (given := known("starts_at")):
            case.body["starts_at"] = given
            if isinstance(case.body.get("minutes"), int) and case.body["minutes"] > 0:
                case.body["minutes"] = 60
