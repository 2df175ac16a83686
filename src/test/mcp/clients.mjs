// Lists and calls every tool by a client of the official TypeScript SDK, and compares the rows with those over HTTP.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const [service, which, calls] = process.argv.slice(2);
const url = new URL(service + '/mcp');

async function connect() {
  if (which === 'sdk') {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const client = new Client({ name: 'clients', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(url));
    return client;
  }
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client({ name: 'clients', version: '1' },
    which === 'client-auto' ? { versionNegotiation: { mode: 'auto' } } : {});
  await client.connect(new StreamableHTTPClientTransport(url));
  return client;
}

const client = await connect();
const expected = JSON.parse(readFileSync(calls, 'utf8'));
const { tools } = await client.listTools();
assert.deepEqual(tools.map((tool) => tool.name).sort(), expected.map((call) => call.tool).sort());
let rows = 0;
for (const call of expected) {
  const result = await client.callTool({ name: call.tool, arguments: call.arguments });
  const answer = await (await fetch(service + call.route)).json();
  assert.ok(!result.isError, JSON.stringify(result));
  assert.ok(answer.length > 0, call.route);
  assert.deepEqual(result.structuredContent.rows, answer);
  assert.deepEqual(JSON.parse(result.content[0].text).rows, answer);
  rows += answer.length;
}
const failed = await client.callTool({ name: 'customer', arguments: { keys: ['x'] } });
assert.ok(failed.isError && failed.content[0].text.includes('customer id'));
console.log(`${tools.length} tools, ${rows} rows equal`);
await client.close();
