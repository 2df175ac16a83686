"""Calls a client of openapi-python-client, and compares what it reads with the JSON over HTTP."""
import datetime
import enum
import importlib
import os
import pkgutil
import sys
import types
import typing

sys.path.insert(0, sys.argv[2])
import data_api
import data_api.api
from comparison import compare, plain

modules = {plain(found.name.rsplit(".", 1)[1]): importlib.import_module(found.name)
           for found in pkgutil.walk_packages(data_api.api.__path__, "data_api.api.") if not found.ispkg}
sent = []
client = data_api.Client(base_url=sys.argv[1],
                         httpx_args={"event_hooks": {"request": [lambda request: sent.append(str(request.url))]}})


def converted(value, hint):
    """A value as the client takes it: days and enumerations are types of their own."""
    if isinstance(hint, types.UnionType):
        return converted(value, typing.get_args(hint)[0])
    if typing.get_origin(hint) is list:
        return [converted(each, typing.get_args(hint)[0]) for each in value]
    if hint in (datetime.date, datetime.datetime):
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return hint(value)
    return hint.from_dict(value) if hasattr(hint, "from_dict") else value


def call(operation, arguments, body):
    method = modules[plain(operation)].sync_detailed
    hints = {plain(name): (name, hint) for name, hint in typing.get_type_hints(method).items()}
    values = {}
    for name, value in (arguments | ({"body": body} if body else {})).items():
        own, hint = hints[plain(name)]
        values[own] = converted(value, hint)
    response = method(client=client, **values)
    parsed = response.parsed
    rows = [row.to_dict() for row in parsed] if isinstance(parsed, list) else parsed.to_dict()
    return response.status_code, rows, response.headers.get("Link"), sent[-1]


compare(sys.argv[1], sys.argv[3], call)
