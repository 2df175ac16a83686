"""Calls a client of openapi-generator's python, and compares what it reads with the JSON over HTTP."""
import importlib
import inspect
import json
import re
import sys
import urllib.parse

sys.path.insert(0, sys.argv[2])
import openapi_client
from comparison import compare, plain

client = openapi_client.ApiClient(openapi_client.Configuration(host=sys.argv[1]))
methods = {plain(name): method
           for api in vars(openapi_client).values() if inspect.isclass(api) and api.__name__.endswith("Api")
           for name, method in inspect.getmembers(api(client), inspect.ismethod)
           if name.endswith("_with_http_info")}
sent = []
request = client.rest_client.request
client.rest_client.request = lambda method, url, **others: (sent.append(url), request(method, url, **others))[1]


def call(operation, arguments, body):
    method = methods[plain(operation) + "withhttpinfo"]
    given = {plain(name): value for name, value in arguments.items()}
    values = {}
    for name in inspect.signature(method).parameters:
        if name.endswith("_request"):
            values[name] = body
        elif plain(name) in given:
            values[name] = given.pop(plain(name))
    assert not given, f"{operation} takes no {', '.join(given)}"
    try:
        response = method(**values)
        rows = [json.loads(row.to_json()) for row in response.data]
        return response.status_code, rows, response.headers.get("Link"), sent[-1]
    except openapi_client.ApiException as ex:
        return ex.status, ex.data.to_dict(), None, sent[-1]


compare(sys.argv[1], sys.argv[3], call)
