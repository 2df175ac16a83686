'use strict';

const HEADERS = ['Cache-Status', 'Server-Timing', 'Age', 'Retry-After', 'X-Request-Id'];

const byId = (id) => document.getElementById(id);
const chosen = (name) => document.querySelector(`input[name=${name}]:checked`).value;
const part = (text) => encodeURIComponent(text.trim());

function element(tag, text, properties) {
  return Object.assign(document.createElement(tag), { textContent: text }, properties);
}

// ---- Requests: what each form asks for, as a path from the root

const paths = {
  'customer-form': () => '/customer/' + byId('customer-ids').value.split(',').map(part).join(','),
  'top10-form': () => {
    const range = [['start_range', byId('top10-start').value], ['end_range', byId('top10-end').value]];
    const query = range.filter(([, day]) => day).map(([name, day]) => `${name}=${part(day)}`).join('&');
    return `/${chosen('library')}/customers/top10${query && '?' + query}`;
  },
  'sales-form': () =>
    `/${chosen('library')}/clerk/${part(byId('sales-clerk').value)}/yearly_sales/${part(byId('sales-year').value)}`,
};

function curlLine(path) {
  const url = new URL(path, location.origin).href;
  return `curl '${url.replaceAll("'", "'\\''")}'`;
}

// ---- Exact JSON: a number keeps every digit that was sent, because it is read as text and never as a double.
// Each number becomes the string "n…" and each string "s…", so the two can't be taken for one another.

const STRING_OR_NUMBER = /"([^"\\]*(?:\\.[^"\\]*)*)"|-?\d[\d.eE+-]*/g;

function parseExactly(text) {
  return JSON.parse(text.replace(STRING_OR_NUMBER, (token, string) => string === undefined ? `"n${token}"` : `"s${string}"`));
}

function printExactly(value) {
  return JSON.stringify(value, null, 2).replace(STRING_OR_NUMBER,
    (token, string) => string[0] === 'n' ? string.slice(1) : `"${string.slice(1)}"`);
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const asText = (value) => typeof value === 'string' ? value.slice(1) : printExactly(value);
const looksNumeric = (value) => typeof value === 'string' && /^(n|s-?\d+\.\d+$)/.test(value);

// ---- One request at a time: a newer one ends the older one, whose answer is then never shown

let current = null;
let ticker = 0;

async function ask(path) {
  current?.abort();
  const run = current = new AbortController();
  const started = performance.now();
  showWaiting(path, started);
  let response, text, failure;
  try {
    // The service's memory is to be seen, so its answer must come past the browser's; named here, Cache-Control is
    // not sent as 'no-cache', which would make the service read anew
    response = await fetch(path,
      { signal: run.signal, cache: 'no-store', headers: { 'Cache-Control': 'max-age=0' }, redirect: 'manual' });
    text = await response.text();
  } catch (thrown) {
    failure = thrown;
  }
  if (run !== current) {
    return;
  }
  current = null;
  const took = duration(performance.now() - started);
  stopWaiting();
  if (run.signal.aborted) {
    showStatus(null, `Cancelled after ${took}`);
  } else if (failure) {
    showStatus('No answer', null, took);
    showError(response ? 'The connection broke before the answer was complete.' : 'The service could not be reached.',
      'Check that it is running and that you are still signed in, then try again.');
  } else if (response.type === 'opaqueredirect') {
    showStatus('Redirected', null, took);
    showError('The request was sent elsewhere, most likely to a sign-in page.', 'Reload this page and try again.');
  } else {
    showAnswer(response, text, took);
  }
}

function duration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

function showWaiting(path, started) {
  for (const id of ['hint', 'headers', 'error', 'view', 'no-rows', 'answer-table', 'answer-json']) {
    byId(id).hidden = true;
  }
  for (const id of ['headers', 'error', 'answer-table', 'answer-json', 'copy-note']) {
    byId(id).replaceChildren();
  }
  // may break before a part of the address, so that the parts stay readable
  const parts = curlLine(path).split(/(?=[?&]|(?<=[^/])\/(?!\/))/);
  byId('curl').replaceChildren(...parts.flatMap((each) => [document.createElement('wbr'), each]));
  byId('request').hidden = byId('progress').hidden = byId('cancel').hidden = false;
  byId('answer').setAttribute('aria-busy', 'true');
  showStatus(null, 'Waiting for the answer');
  clearInterval(ticker);
  ticker = setInterval(() => {
    byId('elapsed').textContent = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  }, 100);
}

function stopWaiting() {
  clearInterval(ticker);
  byId('elapsed').textContent = '';
  if (document.activeElement === byId('cancel')) {
    byId('answer-title').focus();
  }
  byId('progress').hidden = byId('cancel').hidden = true;
  byId('answer').removeAttribute('aria-busy');
}

// ---- The answer

function showStatus(code, words, took, good) {
  byId('status').replaceChildren(
    ...(code ? [element('span', code, { id: 'status-code', className: good ? 'good' : 'bad' })] : []),
    ...(words ? [element('span', words, { id: 'status-words' })] : []),
    ...(took ? [element('span', took, { id: 'time' })] : []));
}

function showError(title, ...sentences) {
  const told = [...new Set(sentences.filter((sentence) => typeof sentence === 'string' && sentence && sentence !== title))];
  byId('error').replaceChildren(element('strong', title), ...told.map((sentence) => element('p', sentence)));
  byId('error').hidden = false;
}

function showAnswer(response, text, took) {
  const code = `${response.status} ${response.statusText}`.trim();
  const sent = HEADERS.filter((name) => response.headers.has(name));
  byId('headers').replaceChildren(...sent.flatMap((name) => [element('dt', name), element('dd', response.headers.get(name))]));
  byId('headers').hidden = sent.length === 0;
  let plain, exact;
  try {
    plain = JSON.parse(text);
    exact = parseExactly(text);
  } catch {
    showStatus(code, null, took, response.ok);
    const type = response.headers.get('Content-Type') ?? 'no content type';
    showError(text ? `The answer is not JSON (${type}).` : 'The answer is empty.', waitAdvice(response));
    showText(text);
    return;
  }
  if (!response.ok) {
    showStatus(code, null, took);
    const problem = isObject(plain) ? plain : {};
    const title = [problem.title, problem.error, code].find((words) => typeof words === 'string' && words);
    showError(title, problem.detail, problem.error, waitAdvice(response));
    showText(printExactly(exact));
    return;
  }
  const rows = Array.isArray(exact) ? exact : [exact];
  const tabular = rows.every(isObject);
  showStatus(code, Array.isArray(exact) ? `${rows.length || 'No'} ${rows.length === 1 ? 'row' : 'rows'}` : null, took, true);
  byId('answer-json').textContent = printExactly(exact);
  byId('answer-json').classList.remove('text');
  if (tabular && rows.length) {
    byId('answer-table').replaceChildren(rows.length === 1 && Object.keys(rows[0]).length > 4 ? record(rows[0]) : grid(rows));
  }
  byId('no-rows').hidden = rows.length > 0;
  byId('view').hidden = !tabular || rows.length === 0;
  showView();
}

function waitAdvice(response) {
  const seconds = response.headers.get('Retry-After') ?? '';
  return /^\d+$/.test(seconds) ? `Try again in ${seconds} ${seconds === '1' ? 'second' : 'seconds'}.` : '';
}

function showText(text) {
  byId('answer-json').textContent = text;
  byId('answer-json').classList.add('text');
  byId('answer-json').hidden = text === '';
}

function showView() {
  const asTable = chosen('view') === 'table' && !byId('view').hidden;
  byId('answer-table').hidden = !asTable;
  byId('answer-json').hidden = asTable;
}

function cell(value) {
  return value === null ? element('td', 'null', { className: 'null' }) : element('td', value === undefined ? '' : asText(value));
}

function line(...cells) {
  const tr = element('tr', '');
  tr.append(...cells);
  return tr;
}

/* Several rows: a column per field. */
function grid(rows) {
  const table = element('table', '', { className: 'rows' });
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  table.createTHead().append(line(...columns.map((column) => element('th', asText(column), { scope: 'col' }))));
  table.createTBody().append(...rows.map((row) => line(...columns.map((column) => cell(row[column])))));
  columns.forEach((column, index) => {
    if (rows.every((row) => row[column] == null || looksNumeric(row[column]))) {
      [...table.rows].forEach((tr) => tr.cells[index].classList.add('number'));
    }
  });
  return table;
}

/* One row with many fields reads better downwards: a line per field. */
function record(row) {
  const table = element('table', '', { className: 'record' });
  table.createTBody().append(
    ...Object.entries(row).map(([name, value]) => line(element('th', asText(name), { scope: 'row' }), cell(value))));
  return table;
}

// ---- Copying works without the clipboard API too, which browsers offer on https and localhost only

async function copyCurl() {
  let copied = true;
  try {
    await navigator.clipboard.writeText(byId('curl').textContent);
  } catch {
    getSelection().selectAllChildren(byId('curl'));
    copied = document.execCommand('copy');
  }
  byId('copy-note').textContent = copied ? 'Copied' : 'Selected: press Ctrl+C or ⌘C';
}

// ---- Wiring

for (const [id, path] of Object.entries(paths)) {
  byId(id).addEventListener('submit', (event) => {
    event.preventDefault();
    ask(path());
    if (matchMedia('(max-width: 59.99rem)').matches) {
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      byId('answer').scrollIntoView({ behavior: still ? 'auto' : 'smooth' });
    }
  });
}
byId('cancel').addEventListener('click', () => current?.abort());
document.addEventListener('keydown', (event) => event.key === 'Escape' && current?.abort());
byId('copy-curl').addEventListener('click', copyCurl);
byId('view').addEventListener('change', showView);

function showLibrary() {
  document.querySelectorAll('.library').forEach((each) => each.textContent = chosen('library'));
}
byId('library').addEventListener('change', showLibrary);
showLibrary(); // a browser may restore the choice made before a reload
