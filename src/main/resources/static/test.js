'use strict';

const HEADERS = ['Cache-Status', 'Server-Timing', 'Age', 'Retry-After', 'X-Request-Id'];

const byId = (id) => document.getElementById(id);
const chosen = (name) => document.querySelector(`input[name=${name}]:checked`).value;
const part = (text) => encodeURIComponent(text.trim());

function element(tag, text, properties) {
  return Object.assign(document.createElement(tag), { textContent: text }, properties);
}

// ---- Requests: what each form asks for, as a path from where this page lies, which a gateway may have put anywhere

const customer = () => 'customer/' + byId('customer-ids').value.split(',').map(part).join(',');

const reports = {
  'top10-form': () => {
    const range = [['start_range', byId('top10-start').value], ['end_range', byId('top10-end').value]];
    const query = range.filter(([, day]) => day).map(([name, day]) => `${name}=${part(day)}`).join('&');
    return `${chosen('library')}/customers/top10${query && '?' + query}`;
  },
  'sales-form': () =>
    `${chosen('library')}/clerk/${part(byId('sales-clerk').value)}/yearly_sales/${part(byId('sales-year').value)}`,
};

function curlLine(path) {
  const url = new URL(path, document.baseURI).href;
  const [[name] = []] = Object.entries(callerHeader());
  const caller = { 'X-Api-Key': '-H "X-Api-Key: $KEY" ', Authorization: '-H "Authorization: Bearer $TOKEN" ' }[name] ?? '';
  return `curl ${caller}'${url.replaceAll("'", "'\\''")}'`;
}

// ---- The caller: a key, or a token, which has two dots

function callerHeader() {
  const given = byId('caller').value.trim();
  if (!given) {
    return {};
  }
  return given.split('.').length === 3 ? { Authorization: `Bearer ${given}` } : { 'X-Api-Key': given };
}

/* Shown where the service asks for it. */
function askForCaller(needed) {
  if (needed) {
    byId('caller-field').hidden = false;
  }
}

// ---- Declared endpoints: a form for each, made from the API description

const declaredTags = ['lookups', 'reports'];

async function loadDeclared() {
  byId('declared').replaceChildren();
  byId('declared-retry').hidden = true;
  byId('declared-note').textContent = 'Reading the API description …';
  try {
    const forms = declaredForms(await apiDescription());
    byId('declared').replaceChildren(...forms);
    byId('declared-note').textContent = forms.length ? '' : 'None: this service was started without a file of endpoints.';
  } catch (thrown) {
    byId('declared-note').textContent = `Their forms are made from the API description, which could not be read: ${thrown.message}.`;
    byId('declared-retry').hidden = false;
  }
}

async function apiDescription() {
  let response;
  try {
    response = await fetch('v3/api-docs', { headers: callerHeader(), redirect: 'manual' });
  } catch {
    throw new Error('the service could not be reached');
  }
  askForCaller(response.status === 401);
  if (!response.ok) {
    throw new Error(`the answer was ${response.status || 'a redirection'}`);
  }
  try {
    return await response.json();
  } catch {
    throw new Error('the answer is not JSON');
  }
}

function declaredForms(description) {
  askForCaller(description?.components?.securitySchemes);
  if (!isObject(description) || !isObject(description.paths)) {
    throw new Error('it names no paths');
  }
  return Object.entries(description.paths)
    .filter(([, item]) => item.get?.tags?.some((tag) => declaredTags.includes(tag)))
    .map(([path, { get }], index) => declaredForm(path, get, index === 0));
}

/* Folded but for the first, since there may be many. */
function declaredForm(path, operation, open) {
  const fields = (operation.parameters ?? []).filter((each) => !each['x-answer-format']).map(field);
  const form = element('form', '', { id: operation.operationId });
  form.append(...fields.map(({ shown }) => shown), element('button', 'Get rows'));
  const query = fields.filter(({ where }) => where === 'query');
  const keys = fields.find(({ where }) => where === 'path');
  const address = (left = []) => {
    const given = query.filter(({ name }) => !left.includes(name)).map(({ name, value }) => [name, value()]).filter(([, value]) => value);
    const target = keys ? path.replace('{keys}', () => keys.value()) : path;
    return target.slice(1) + (given.length ? '?' + given.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join('&') : '');
  };
  onSubmit(form, address, operation.tags.includes('reports'));
  if (operation['x-exported']) {
    // without what asks for a page
    const paged = operation.responses?.['200']?.headers?.Link ? ['size', 'after'] : [];
    const all = element('button', 'Download all rows', { type: 'button', className: 'quiet' });
    all.addEventListener('click', () => form.reportValidity() && download(address(paged), all));
    form.append(all);
  }
  const title = element('summary', '');
  title.append(element('h3', operation.summary ?? path));
  const details = element('details', '', { open });
  details.append(title, element('p', `GET ${path}${operation.deprecated ? ' (deprecated)' : ''}`, { className: 'route' }), form);
  return details;
}

/* What is shown for a parameter, and a function that reads it as it stands in the address. */
function field(parameter) {
  const { name, required, description, example, schema } = parameter;
  return { name, where: parameter.in, ...shownAs() };

  // filled in where the request needs a value
  function shownAs() {
    if (parameter['x-key-parts']) {
      const parts = parameter['x-key-parts'].map((each) => ({ ...each, required: true }));
      return list('key', parts, [parts.map((each) => each.example)], parameter['x-max-keys']);
    }
    const given = schema.default ?? (required ? example : undefined);
    const optional = !required && schema.default === undefined;
    if (schema.type !== 'array') {
      const input = control({ name, schema, required, description, example }, given);
      return { shown: labelled(name, input, optional), value: () => encoded(input) };
    }
    if (schema.items.enum) {
      return choices(name, schema, description, given ?? [], optional);
    }
    const each = { name, schema: schema.items, required, description };
    return list(name, [each], given ? given.map((value) => [value]) : [[]], schema.maxItems, optional);
  }
}

const encoded = (input) => encodeURIComponent(input.value).replaceAll('~', '%7E');

const INPUT_TYPES = { date: 'date', 'date-time-local': 'datetime-local', int64: 'number' };

/* One value. */
function control({ name, schema, required, description, example }, value) {
  const values = schema.enum ?? (schema.type === 'boolean' ? [true, false] : null);
  const input = document.createElement(values ? 'select' : 'input');
  if (values) {
    const offered = required || schema.default !== undefined ? values : ['', ...values];
    input.append(...offered.map((each) => element('option', String(each), { value: String(each) })));
  } else {
    const type = INPUT_TYPES[schema.format] ?? 'text';
    Object.assign(input, { type, autocomplete: 'off', spellcheck: false, step: 'any' });
    if (type === 'text') {
      input.placeholder = schema.format === 'date-time' ? example : '';
      input.inputMode = schema.format === 'decimal' ? 'decimal' : 'text';
    } else {
      input.min = schema.minimum ?? schema.formatMinimum ?? '';
      input.max = schema.maximum ?? schema.formatMaximum ?? '';
    }
  }
  return Object.assign(input, { name, required: Boolean(required), title: description ?? '', value: value ?? '' });
}

function labelled(name, input, optional) {
  const label = element('label', optional ? `${name} (optional)` : name);
  label.append(input);
  return label;
}

/* A list of values of which all are known. */
function choices(name, schema, description, checked, optional) {
  const group = element('fieldset', '', { className: 'wide choices', title: description ?? '' });
  const boxes = schema.items.enum.map((each) => Object.assign(document.createElement('input'),
    { type: 'checkbox', name, value: String(each), checked: checked.includes(each) }));
  const labels = element('div', '');
  labels.append(...boxes.map((box) => {
    const label = element('label', '');
    label.append(box, box.value);
    return label;
  }));
  group.append(element('legend', `${name} (up to ${schema.maxItems}${optional ? '; none means no filter' : ''})`), labels);
  return { shown: group, value: () => boxes.filter((box) => box.checked).map(encoded).join(',') };
}

/* A list of values or keys, each with a line of its own and each of those with an input for each part. */
function list(what, parts, first, most, optional) {
  const group = element('fieldset', '', { className: 'wide list' });
  const lines = element('div', '');
  const add = element('button', `Add a ${what}`, { type: 'button', className: 'quiet' });
  const update = () => {
    add.hidden = lines.children.length >= most;
    lines.querySelectorAll('button').forEach((button) => button.hidden = lines.children.length === 1);
  };
  const addLine = (values) => {
    const each = element('div', '');
    const inputs = parts.map((part, index) => control(part, values[index]));
    const remove = element('button', '×', { type: 'button', className: 'quiet', ariaLabel: `Remove this ${what}` });
    remove.addEventListener('click', () => {
      const next = each.nextElementSibling ?? each.previousElementSibling;
      each.remove();
      update();
      next.querySelector('input, select').focus();
    });
    each.append(...inputs.map((input, index) => labelled(parts[index].name, input, !parts[index].required)), remove);
    lines.append(each);
    update();
    return inputs[0];
  };
  first.forEach(addLine);
  add.addEventListener('click', () => addLine([]).focus());
  group.append(element('legend', `${what} (up to ${most})`, { className: 'unseen' }), lines, add);
  if (optional) {
    group.append(element('p', 'Left empty, it means no filter.', { className: 'hint' }));
  }
  const value = (each) => [...each.querySelectorAll('input, select')].map(encoded).join('~');
  return { shown: group, value: () => [...lines.children].map(value).filter((each) => each).join(',') };
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
let answered = null;
let ticker = 0;

async function ask(path, isReport) {
  current?.abort();
  const run = current = new AbortController();
  answered = path;
  const started = performance.now();
  showWaiting(path, started);
  let response, text, failure;
  try {
    // The service's memory is to be seen, so its answer must come past the browser's; named here, Cache-Control is
    // not sent as 'no-cache', which would make the service read anew
    response = await fetch(path,
      { signal: run.signal, cache: 'no-store', headers: { 'Cache-Control': 'max-age=0', ...callerHeader() }, redirect: 'manual' });
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
    showAnswer(response, text, took, isReport);
    showNextPage(path, response, isReport);
  }
}

function duration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

function showWaiting(path, started) {
  for (const id of ['hint', 'headers', 'error', 'view', 'next-page', 'download', 'no-rows', 'answer-chart', 'answer-table', 'answer-json']) {
    byId(id).hidden = true;
  }
  for (const id of ['headers', 'error', 'chart', 'answer-table', 'answer-json', 'copy-note']) {
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

function showAnswer(response, text, took, isReport) {
  const code = `${response.status} ${response.statusText}`.trim();
  askForCaller(response.status === 401);
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
  chart = isReport && tabular ? chartOf(rows) : null;
  showChoice();
  byId('no-rows').hidden = rows.length > 0;
  byId('view').hidden = !tabular || rows.length === 0;
  byId('download').hidden = !tabular;
  showView();
}

/* The header is relative to the address that was asked for. */
function showNextPage(path, response, isReport) {
  const next = /^<([^>]*)>; rel="next"$/.exec(response.headers.get('Link') ?? '');
  byId('next-page').hidden = !next;
  byId('next-page').onclick = next && (() => ask(path.split('?')[0].replace(/[^/]*$/, '') + next[1], isReport));
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
  byId('answer-chart').hidden = !asTable || !chart;
  drawChart();
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

// ---- The same rows as a file: asked for by a header, since a parameter of that name may be an endpoint's own

async function download(path, button) {
  button.disabled = true;
  try {
    const response = await fetch(path, { headers: { Accept: 'text/csv', 'Cache-Control': 'max-age=0', ...callerHeader() }, redirect: 'manual' });
    if (!response.ok) {
      throw new Error(`the answer was ${response.status || 'a redirection'}`);
    }
    const [, name] = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition'));
    const file = URL.createObjectURL(await response.blob());
    element('a', '', { href: file, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
  } catch (thrown) {
    if (path === answered || button !== byId('download')) {
      showError('The file could not be downloaded.', `${thrown.message}.`);
    }
  }
  button.disabled = false;
}

// ---- Wiring

function onSubmit(form, path, isReport) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    ask(path(), isReport);
    if (matchMedia('(max-width: 59.99rem)').matches) {
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      byId('answer').scrollIntoView({ behavior: still ? 'auto' : 'smooth' });
    }
  });
}

onSubmit(byId('customer-form'), customer, false);
Object.entries(reports).forEach(([id, path]) => onSubmit(byId(id), path, true));
byId('cancel').addEventListener('click', () => current?.abort());
document.addEventListener('keydown', (event) => event.key === 'Escape' && current?.abort());
byId('copy-curl').addEventListener('click', copyCurl);
byId('view').addEventListener('change', showView);
byId('download').addEventListener('click', () => download(answered, byId('download')));
byId('chart-column').addEventListener('change', drawChart);
addEventListener('resize', drawChart);
byId('declared-retry').addEventListener('click', loadDeclared);
byId('caller').addEventListener('change', loadDeclared);
loadDeclared();

function showLibrary() {
  document.querySelectorAll('.library').forEach((each) => each.textContent = chosen('library'));
}
byId('library').addEventListener('change', showLibrary);
showLibrary(); // a browser may restore the choice made before a reload
