"""Lists and calls every tool by the official Python SDK's client, and compares the rows with those over HTTP."""
import asyncio
import json
import sys
import urllib.request

SERVICE, CALLS = sys.argv[1:]


def http(route):
    with urllib.request.urlopen(SERVICE + route) as answer:
        return json.load(answer)


async def check(client):
    calls = json.load(open(CALLS))
    tools = (await client.list_tools()).tools
    assert sorted(tool.name for tool in tools) == sorted(call["tool"] for call in calls)
    rows = 0
    for call in calls:
        result = await client.call_tool(call["tool"], call["arguments"])
        fields = result.model_dump(by_alias=True)
        answer = http(call["route"])
        assert not fields["isError"] and answer, fields
        assert fields["structuredContent"]["rows"] == answer
        assert json.loads(fields["content"][0]["text"])["rows"] == answer
        rows += len(answer)
    failed = (await client.call_tool("customer", {"keys": ["x"]})).model_dump(by_alias=True)
    assert failed["isError"] and "customer id" in failed["content"][0]["text"]
    print(f"{len(tools)} tools, {rows} rows equal")


async def main():
    url = SERVICE + "/mcp"
    try:
        from mcp import Client
    except ImportError:
        from mcp import ClientSession
        from mcp.client.streamable_http import streamablehttp_client

        async with streamablehttp_client(url) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            await check(session)
        return
    async with Client(url) as client:
        await check(client)


asyncio.run(main())
