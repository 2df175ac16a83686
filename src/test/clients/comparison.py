"""Makes the calls of a file by a client, and compares what it reads with the JSON over HTTP."""
import json
import re
import urllib.parse
import urllib.request


def plain(name):
    """A name without what each generator makes of upper case, dots and reserved words."""
    return re.sub(r"^var|[^a-z0-9]", "", name.lower())


def compare(service, file, call):
    with open(file) as calls:
        calls = json.load(calls)
    pages = 0
    for each in calls:
        arguments = each.get("arguments", {})
        status, answer, link, sent = call(each["operation"], arguments, each.get("body"))
        if each.get("shown"):
            print("  " + sent.removeprefix(service))
        if "error" in each:
            assert status == 400 and answer["status"] == 400 and answer["error"] == each["error"], (each, status, answer)
            continue
        while each.get("paged") and link:
            pages += 1
            after = urllib.parse.parse_qs(urllib.parse.urlsplit(link[1:link.index(">")]).query)["after"][0]
            _, rows, link, _ = call(each["operation"], arguments | {"after": after}, None)
            answer += rows
        with urllib.request.urlopen(service + each["route"]) as response:
            expected = json.load(response)
        assert status == 200 and (expected or each.get("empty")), each
        assert answer == expected, (each, answer[:1], expected[:1])
    assert pages > 0
    print(f"{len(calls)} calls, {pages} further pages")
