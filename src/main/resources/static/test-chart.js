'use strict';

// A report is also drawn: a line over time where a column holds years, months or dates, or else a bar for each label.
// The functions that read the answer are those of test.js.

const MOST_BARS = 100, MOST_LINES = 8;
const ROW = 28, BAR = 16, GAP = 12, CHARACTER = 7.5, WORD = 13, LINE_HEIGHT = 320;

let chart = null;

/* How to draw the rows: over time, by label or, as null, not at all. What is the same in every row labels nothing. */
function chartOf(rows) {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.length === 1 || rows.some((row) => row[column] !== rows[0][column]));
  if (rows.length < 2) {
    return null;
  }
  const isNumber = (column) => rows.every((row) => row[column] === null || looksNumeric(row[column])) && rows.some((row) => row[column] !== null);
  const time = timeOf(rows, columns);
  const others = columns.filter((column) => !time?.columns.includes(column));
  const words = others.filter((column) => !isNumber(column));
  const numbers = others.filter(isNumber);
  if (time && numbers.length && words.length <= 1 && isOverTime(rows, time, words[0])) {
    return { rows, label: time.name, numbers, time, lines: words[0] };
  }
  const labels = [...words, ...time?.columns ?? []];
  const label = labels.length === 1 ? labels[0] : labels.length === 0 && columns.length === 2 ? columns[0] : null;
  const drawn = numbers.filter((column) => column !== label);
  return label !== null && drawn.length ? { rows, label: asText(label), numbers: drawn, labels: label } : null;
}

/* A line needs one value at each time, and two or more of them. */
function isOverTime(rows, time, lines) {
  const seen = new Set(rows.map((row) => `${time.at(row)} ${lines && row[lines]}`));
  const each = new Set(rows.map((row) => lines && row[lines]));
  return seen.size === rows.length && rows.length >= 2 * each.size;
}

// ---- Which columns hold a time, at which place on the axis a row stands, and under which name

const DATE = /^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?$/;
const PARTS = [[/quarter$/i, 4], [/month$/i, 12], [/week$/i, 53], [/hour$/i, 24]];

function timeOf(rows, columns) {
  const every = (column, test) => rows.every((row) => typeof row[column] === 'string' && test(asText(row[column])));
  const isRate = (column) => /per_?[a-z]+$/i.test(asText(column));
  const named = (pattern) => (column) => pattern.test(asText(column)) && !isRate(column);
  const text = (column) => (row) => asText(row[column]);
  const date = columns.find((column) => every(column, (value) => DATE.test(value) && !isNaN(Date.parse(value))));
  if (date !== undefined) {
    // without a zone it is one of no place, and the browser's own must not move it
    const zoned = (value) => value.includes('T') && !/(Z|[+-]\d{2}:\d{2})$/.test(value) ? value + 'Z' : value;
    return { columns: [date], name: asText(date), at: (row) => Date.parse(zoned(asText(row[date]))), text: text(date) };
  }
  const isYear = (column) => every(column, (value) => /^[12]\d{3}$/.test(value));
  const isRecent = (column) => !isRate(column) && every(column, (value) => /^(19|20)\d{2}$/.test(value));
  const year = columns.find((column) => named(/year$/i)(column) && isYear(column)) ?? columns.slice(0, 1).find(isRecent);
  for (const [pattern, most] of PARTS) {
    const part = columns.filter(named(pattern)).find((column) => every(column, (value) => /^\d{1,2}$/.test(value) && value <= most));
    if (part !== undefined && year !== undefined) {
      return { columns: [year, part], name: `${asText(year)} and ${asText(part)}`,
        at: (row) => asText(row[year]) * most + Number(asText(row[part])),
        text: (row) => `${asText(row[year])}-${asText(row[part]).padStart(2, '0')}` };
    }
    if (part !== undefined) {
      return { columns: [part], name: asText(part), at: (row) => Number(asText(row[part])), text: text(part) };
    }
  }
  return year === undefined ? null
    : { columns: [year], name: asText(year), at: (row) => Number(asText(row[year])), text: text(year) };
}

// ---- Drawing

function showChoice() {
  byId('chart-choice').hidden = !chart || chart.numbers.length === 1;
  byId('chart-column').replaceChildren(...(chart?.numbers ?? []).map((column) => element('option', asText(column), { value: column })));
}

function drawChart() {
  if (byId('answer-chart').hidden) {
    return;
  }
  const width = byId('chart').clientWidth;
  draw(width);
  if (byId('chart').clientWidth < width) {
    // a scroll bar has come, which would cover the numbers
    draw(byId('chart').clientWidth);
  }
}

function draw(width) {
  const column = byId('chart-column').value;
  const number = (row) => row[column] === null ? null : Number(asText(row[column]));
  const text = (row) => row[column] === null ? 'null' : grouped(asText(row[column]));
  const title = `${asText(column)} by ${chart.label}`;
  if (chart.time) {
    const { shown, all } = linesOf(number, text);
    byId('chart-title').textContent = shown.length < all ? `${title}, the ${shown.length} largest of ${all} lines` : title;
    byId('chart').replaceChildren(lines(shown, width), ...(all > 1 ? [legend(shown)] : []));
    return;
  }
  const points = chart.rows.map((row) => ({ text: text(row), value: number(row) ?? 0,
    label: row[chart.labels] === null ? 'null' : asText(row[chart.labels]) }));
  const most = points.length <= MOST_BARS ? points : [...points].sort((one, other) => other.value - one.value).slice(0, MOST_BARS);
  byId('chart-title').textContent = most === points ? title : `${title}, the ${MOST_BARS} largest of ${points.length}`;
  byId('chart').replaceChildren(bars(most, width));
}

/* A line for each label beside the time, the largest of them, with its points in the order of time. */
function linesOf(number, text) {
  const byName = new Map();
  for (const row of chart.rows) {
    const name = chart.lines === undefined ? '' : row[chart.lines] === null ? 'null' : asText(row[chart.lines]);
    byName.set(name, [...byName.get(name) ?? [], { at: chart.time.at(row), label: chart.time.text(row), value: number(row), text: text(row) }]);
  }
  const total = ({ points }) => points.reduce((sum, { value }) => sum + Math.abs(value ?? 0), 0);
  const all = [...byName].map(([name, points]) => ({ name, points: points.sort((one, other) => one.at - other.at) }));
  return { all: all.length, shown: all.sort((one, other) => total(other) - total(one)).slice(0, MOST_LINES) };
}

const grouped = (number) => number.replace(/^-?\d+/, (integer) => integer.replace(/\B(?=(\d{3})+$)/g, ','));
const shortened = (text, most) => text.length > most ? text.slice(0, Math.max(1, most - 1)) + '…' : text;
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

function picture(kind, points, width, height) {
  const svg = shape('svg', { role: 'img', 'aria-labelledby': 'chart-name chart-desc', width, height, viewBox: `0 0 ${width} ${height}` });
  const lowest = points.reduce((one, other) => other.value < one.value ? other : one);
  const highest = points.reduce((one, other) => other.value > one.value ? other : one);
  svg.append(shape('title', { id: 'chart-name' }, byId('chart-title').textContent), shape('desc', { id: 'chart-desc' },
    `${kind}. The lowest is ${lowest.text} for ${lowest.label}, the highest ${highest.text} for ${highest.label}.`));
  return svg;
}

function bars(points, width) {
  const longest = (texts) => Math.max(...texts.map((text) => text.length)) * CHARACTER;
  const left = Math.min(longest(points.map(({ label }) => label)), width * .35);
  const right = longest(points.map(({ text }) => text));
  const least = Math.min(0, ...points.map(({ value }) => value));
  const most = Math.max(0, ...points.map(({ value }) => value));
  const scale = Math.max(1, width - left - right - 4 * GAP) / (most - least || 1);
  const at = (value) => GAP + left + GAP + (value - least) * scale;
  const height = points.length * ROW + GAP;
  const svg = picture(`Bar chart with ${points.length} bars`, points, width, height);
  svg.append(...points.map(({ label, text, value }, index) => {
    const top = GAP / 2 + index * ROW;
    const bar = shape('g', {});
    bar.append(shape('title', {}, `${label}: ${text}`),
      shape('text', { x: GAP + left, y: top + ROW / 2 + WORD / 3, 'text-anchor': 'end' }, shortened(label, Math.floor(left / CHARACTER))),
      shape('rect', { x: at(Math.min(0, value)), y: top + (ROW - BAR) / 2, width: Math.abs(value) * scale, height: BAR, rx: 2 }),
      shape('text', { x: width - GAP, y: top + ROW / 2 + WORD / 3, 'text-anchor': 'end' }, text));
    return bar;
  }), shape('line', { x1: at(0), x2: at(0), y1: GAP / 2, y2: height - GAP / 2 }));
  return svg;
}

/* Lines over time, from zero unless the values lie far from it; a missing value is a gap. */
function lines(drawn, width) {
  const points = drawn.flatMap(({ points }) => points).filter(({ value }) => value !== null);
  const values = points.map(({ value }) => value);
  const marks = ticks(Math.min(...values), Math.max(...values));
  const left = GAP + Math.max(...marks.map((value) => compact.format(value).length)) * CHARACTER + GAP;
  const [bottom, top, right] = [LINE_HEIGHT - 2 * GAP - WORD, GAP, width - 2 * GAP];
  const times = [...new Map(drawn.flatMap(({ points }) => points).map(({ at, label }) => [at, label]))].sort(([one], [other]) => one - other);
  const [first, last] = [times[0][0], times[times.length - 1][0]];
  const x = (time) => left + (time - first) / (last - first) * (right - left);
  const y = (value) => bottom - (value - marks[0]) / (marks[marks.length - 1] - marks[0]) * (bottom - top);
  const kind = `Line chart with ${drawn.length === 1 ? '' : `${drawn.length} lines and `}${points.length} points from ${times[0][1]} to ${times[times.length - 1][1]}`;
  const svg = picture(kind, points, width, LINE_HEIGHT);
  for (const value of marks) {
    svg.append(shape('line', { x1: left, x2: right, y1: y(value), y2: y(value), class: value === 0 ? 'zero' : '' }),
      shape('text', { x: left - GAP / 2, y: y(value) + WORD / 3, 'text-anchor': 'end' }, compact.format(value)));
  }
  svg.append(...timeLabels(times, right - left).map(([time, label]) =>
    shape('text', { x: x(time), y: LINE_HEIGHT - GAP, 'text-anchor': 'middle' }, label)));
  drawn.forEach(({ name, points }, index) => {
    const group = shape('g', { class: `series-${index}` });
    const path = points.map(({ at, value }, each) => value === null ? ''
      : `${each === 0 || points[each - 1].value === null ? 'M' : 'L'}${x(at)} ${y(value)}`);
    group.append(shape('path', { d: path.join('') }), ...points.filter(({ value }) => value !== null).map(({ at, label, text, value }) => {
      const dot = shape('circle', { cx: x(at), cy: y(value), r: points.length > 60 ? 2 : 3.5 });
      dot.append(shape('title', {}, `${name && name + ', '}${label}: ${text}`));
      return dot;
    }));
    svg.append(group);
  });
  return svg;
}

/* Round values from below the least to above the most. */
function ticks(least, most) {
  const far = least > 0 && most < 1.2 * least || most < 0 && least > 1.2 * most;
  const [from, to] = far && least !== most ? [least, most] : [Math.min(0, least), Math.max(0, most)];
  const rough = (to - from || 5) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const [low, high] = [Math.floor(from / step), Math.max(Math.ceil(to / step), Math.floor(from / step) + 1)];
  return Array.from({ length: high - low + 1 }, (_, index) => (low + index) * step);
}

/* As many names of times as have room. */
function timeLabels(times, width) {
  const longest = Math.max(...times.map(([, label]) => label.length)) * CHARACTER + 2 * GAP;
  const least = Math.ceil(times.length / Math.max(1, Math.floor(width / longest)));
  const months = times.every(([, label]) => /^\d{4}-\d{2}$/.test(label));
  const every = (months ? [1, 2, 3, 6, 12, 24, 60] : [1, 2, 5, 10, 20, 50]).find((each) => each >= least) ?? least;
  return times.filter((_, index) => index % every === 0);
}

function legend(drawn) {
  const list = element('ul', '', { className: 'legend' });
  list.append(...drawn.map(({ name }, index) => element('li', name, { className: `series-${index}` })));
  return list;
}

function shape(tag, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}
