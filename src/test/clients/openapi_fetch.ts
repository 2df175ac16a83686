// Calls a client of openapi-typescript and openapi-fetch, and compares what it reads with the JSON over HTTP.
import createClient from 'openapi-fetch';
import { compare } from './comparison.mjs';
import type { components, paths } from './schema.js';

const [, , service, calls] = process.argv;
const description = await (await fetch(service + '/v3/api-docs')).json();
const operations = Object.entries<Record<string, any>>(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })));
let sent = '';
// Without these media types, rows could also be the text of the other formats
const client = createClient<paths, 'application/json' | 'application/problem+json'>({
  baseUrl: service,
  fetch: (request: Request) => {
    sent = request.url;
    return fetch(request);
  },
});

// Compiles only if parameters, rows and problems have the types that callers expect
const page = await client.GET('/reports/orders', { params: { query: { day: ['1995-02-14'], status: ['F'], key: [7], urgent: false } } });
const row: components['schemas']['reports.orders'] | undefined = page.data?.[0];
const money: string | null | undefined = row?.O_TOTALPRICE;
const shipped: string | null | undefined = row?.SHIPPED;
const detail: string | undefined = page.error?.detail;
const { data } = await client.POST('/stores', { body: { keys: [{ store_id: 'AAAAAAAABAAAAAAA', valid_from: '1997-03-13' }] } });
const employees: number | null | undefined = data?.[0]?.S_NUMBER_EMPLOYEES;
if (money === null || shipped || detail || !employees) {
  throw new Error('The typed calls are not answered as they are described');
}

await compare(service!, calls!, async (operation: string, values: Record<string, unknown>, body: unknown) => {
  const { path, method, operation: described } = operations.find((each) => each.operation.operationId === operation)!;
  const params: Record<string, Record<string, unknown>> = { path: {}, query: {} };
  for (const [name, value] of Object.entries(values)) {
    params[described.parameters.find((each: { name: string }) => each.name === name).in]![name] = value;
  }
  const { data, error, response } = await (client as any)[method.toUpperCase()](path, { params, body });
  return { status: response.status, answer: data ?? error, link: response.headers.get('Link'), sent };
});
