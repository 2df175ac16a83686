// Calls a client of openapi-generator's typescript-fetch, and compares what it reads with the JSON over HTTP.
import { createRequire } from 'node:module';
import { compare, plain } from './comparison.mjs';

const [, , service, folder, calls] = process.argv;
const client = createRequire(import.meta.url)(folder);
const description = await (await fetch(service + '/v3/api-docs')).json();
let sent;
const configuration = new client.Configuration({
  basePath: service,
  fetchApi: (url, init) => {
    sent = url;
    return fetch(url, init);
  },
});
const apis = Object.entries(client).filter(([name]) => name.endsWith('Api')).map(([, Api]) => new Api(configuration));
const exported = Object.fromEntries(Object.entries(client).map(([name, value]) => [plain(name), value]));

/* What writes a row of an operation as JSON, by the name of the row's schema. */
function writer(operation) {
  const { responses } = Object.values(description.paths).flatMap((path) => Object.values(path))
    .find(({ operationId }) => operationId === operation);
  const row = responses[200].content['application/json'].schema.items.$ref.split('/').pop();
  return exported[plain(row) + 'tojson'];
}

await compare(service, calls, async (operation, values, body) => {
  const method = plain(operation) + 'raw';
  const api = apis.find((each) => method in methods(each));
  const parameters = Object.fromEntries(Object.entries(values).map(([name, value]) => [camel(name), value]));
  if (body) {
    const name = camel(operation) + 'Request';
    parameters[name] = exported[plain(name) + 'fromjson'](body);
  }
  try {
    const response = await api[methods(api)[method]](parameters);
    return { status: 200, answer: (await response.value()).map(writer(operation)), link: response.raw.headers.get('Link'), sent };
  } catch (thrown) {
    if (!(thrown instanceof client.ResponseError)) {
      throw thrown;
    }
    return { status: thrown.response.status, answer: client.ProblemFromJSON(await thrown.response.json()), sent };
  }
});

function methods(api) {
  return Object.fromEntries(Object.getOwnPropertyNames(Object.getPrototypeOf(api)).map((name) => [plain(name), name]));
}

function camel(name) {
  return name.replaceAll(/[._](.)/g, (_, letter) => letter.toUpperCase());
}
