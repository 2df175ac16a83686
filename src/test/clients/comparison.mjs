// Makes the calls of a file by a client, and compares what it reads with the JSON over HTTP.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/* A name without what each generator makes of upper case, dots and reserved words. */
export const plain = (name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

export async function compare(service, file, call) {
  const calls = JSON.parse(readFileSync(file, 'utf8'));
  let pages = 0;
  for (const each of calls) {
    let { status, answer, link, sent } = await call(each.operation, each.arguments ?? {}, each.body);
    if (each.shown) {
      console.log('  ' + sent.replace(service, ''));
    }
    if (each.error) {
      assert.deepEqual([status, answer.status, answer.error], [400, 400, each.error], JSON.stringify(each));
      continue;
    }
    while (each.paged && link) {
      pages++;
      const after = new URL(link.slice(1, link.indexOf('>')), sent).searchParams.get('after');
      const page = await call(each.operation, { ...each.arguments, after });
      answer = [...answer, ...page.answer];
      link = page.link;
    }
    const expected = await (await fetch(service + each.route)).json();
    assert.ok(status === 200 && (expected.length > 0 || each.empty), JSON.stringify(each));
    assert.deepEqual(answer, expected, JSON.stringify(each));
  }
  assert.ok(pages > 0);
  console.log(`${calls.length} calls, ${pages} further pages`);
}
