// The page: what is typed is asked about, and what is answered is shown. No word of a draft is ever taken for markup.

const $ = (id) => document.getElementById(id);
const PROFILES = ['standard', 'news', 'opinion-site', 'magazine', 'docs', 'affiliate-reviews', 'finance', 'student-paper'];
const SAMPLE = `# The quay

At least 41 people were injured when the stand collapsed on Saturday.

Cargo rose 4% last year, according to the harbour office.

Experts say that 40% of the berths are empty, and studies show that two-thirds of the pilots smoke.

Share this
Tweet this
Pin it
`;
/** How long after the last key a question is asked, and how long an answer may take, in milliseconds. */
const PAUSE = 25, PATIENCE = 8000;

const made = (tag, words, name) => {
  const element = document.createElement(tag);
  if (words !== undefined) element.textContent = words;
  if (name) element.className = name;
  return element;
};

/** Of bytes of UTF-8 the places in a string of JavaScript's: a function that takes bytes in any order. */
const places = (text) => {
  const at = new Uint32Array(new TextEncoder().encode(text).length + 1);
  let bytes = 0;
  for (let unit = 0; unit < text.length; ) {
    const code = text.codePointAt(unit), units = code > 0xffff ? 2 : 1, wide = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at.fill(unit, bytes, bytes + wide);
    bytes += wide;
    unit += units;
  }
  at[bytes] = text.length;
  return (byte) => at[Math.min(byte, bytes)];
};

// Compiled while it comes, and while the worker begins; where a server does not say what it is, when it is there.
const compiled = fetch('copydesk.wasm').then(async (answer) => {
  if (!answer.ok) throw new Error(`copydesk.wasm: ${answer.status}`);
  const isNamed = answer.headers.get('content-type') === 'application/wasm';
  return isNamed ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
});

let worker, number = 0, asked = '', waits, patience;
const start = () => {
  worker = new Worker('worker.js', { type: 'module' });
  const own = worker;
  compiled.then((module) => own.postMessage({ module }), (error) => ($('status').textContent = `copydesk could not be loaded: ${error.message}`));
  worker.onmessage = ({ data }) => {
    if (data.number !== number) return;
    clearTimeout(patience);
    if (data.trapped) $('status').textContent = `copydesk could not judge this draft: ${data.trapped}`;
    else show(data.answer, data.took);
  };
};

const question = () => ({ text: $('draft').value, name: $('name').value, config: $('config').value });
const ask = () => {
  number += 1;
  asked = $('draft').value;
  clearTimeout(patience);
  const message = { number, question: question() };
  compiled.then(() => {
    if (message.number !== number) return;
    worker.postMessage(message);
    // Nothing that is typed may hang the page: a program that goes on for ever is ended, and begun anew.
    patience = setTimeout(() => {
      worker.terminate();
      $('status').textContent = 'copydesk took too long, and was started anew';
      start();
    }, PATIENCE);
  }, () => {});
};
const soon = () => {
  clearTimeout(waits);
  waits = setTimeout(ask, PAUSE);
};

const select = (start, end) => {
  const draft = $('draft');
  draft.focus();
  draft.setSelectionRange(start, end);
  // A browser scrolls to a selection only where something is typed: the mark beneath says where it is.
  const mark = [...$('marks').querySelectorAll('mark')].find((mark) => +mark.dataset.start >= start);
  if (mark) draft.scrollTop = Math.max(0, mark.offsetTop - draft.clientHeight / 3);
};

const show = ({ report, sheet, fixed, diff }, took) => {
  const text = asked, at = places(text);
  const found = report.files.flatMap((file) => file.findings.map((finding) => ({ ...finding, config: file.path === 'copydesk.toml' })));
  const count = (level) => found.filter((one) => one.level === level).length;
  const told = [['error', count('error') + count('fatal')], ['warning', count('warning')], ['note', count('note')]]
    .filter(([, many]) => many).map(([level, many]) => `${many} ${level}${many > 1 ? 's' : ''}`).join(', ');
  $('status').textContent = told || 'Nothing to tell';
  mark(text, found.filter((one) => !one.config && one.span).map((one) => [at(one.span.start), at(one.span.end), one.level]));
  $('list').replaceChildren(...found.map((one) => item(one, at)));
  mend(fixed, diff);
  $('sheet').replaceChildren(...sheet.filter((row) => row.verdict !== 'none').map((row) => {
    const line = made('tr'), cell = made('td'), button = made('button', row.text);
    button.type = 'button';
    button.onclick = () => select(at(row.span.start), at(row.span.end));
    cell.append(button);
    line.append(cell, made('td', row.verdict), made('td', row.source ?? ''));
    return line;
  }));
  if (!performance.getEntriesByName('answered').length) performance.mark('answered');
  // What the page shows is of this draft: for whoever watches it.
  document.documentElement.dataset.took = took.toFixed(1);
  document.documentElement.dataset.answered = text;
};

/** Lays marks beneath the draft; where two overlap, the first stands. */
const mark = (text, spans) => {
  const pieces = [];
  let end = 0;
  for (const [start, stop, level] of spans.sort((a, b) => a[0] - b[0])) {
    if (start < end || stop <= start) continue;
    const one = made('mark', text.slice(start, stop), level);
    one.dataset.start = start;
    pieces.push(text.slice(end, start), one);
    end = stop;
  }
  $('marks').replaceChildren(...pieces, text.slice(end) + '\n');
  $('marks').scrollTop = $('draft').scrollTop;
};

const item = (one, at) => {
  const entry = made('li', undefined, one.level), button = made('button', one.message);
  button.type = 'button';
  button.onclick = () => {
    if (!one.config) return select(at(one.span.start), at(one.span.end));
    $('config').closest('details').open = true;
    $('config').focus();
  };
  const where = `${one.config ? 'copydesk.toml, line' : 'line'} ${one.start.line}, ${one.level}: `;
  const rule = made('p', where, 'rule'), link = made('a', one.rule);
  link.href = `../rules/${one.rule}.html`;
  rule.append(one.rule.startsWith('meta/') ? one.rule : link);
  entry.append(button, rule, ...[one.help, ...one.notes].filter(Boolean).map((words) => made('p', words)));
  return entry;
};

const mend = (fixed, diff) => {
  if (fixed === null) return $('mend').replaceChildren(made('p', 'Nothing that is safe unread.', 'quiet'));
  const lines = made('pre');
  for (const line of diff.split('\n').slice(3, -1)) {
    lines.append(made('span', line, { '-': 'out', '+': 'in' }[line[0]] ?? 'same'));
  }
  const button = made('button', 'Apply it');
  button.type = 'button';
  button.onclick = () => {
    $('draft').value = fixed;
    $('draft').focus();
    ask();
  };
  $('mend').replaceChildren(lines, button);
};

// A link holds the draft behind its #, which no browser sends anywhere.
const packed = async (question) => {
  const stream = new Blob([JSON.stringify(question)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};
const unpacked = async (link) => {
  const bytes = Uint8Array.from(atob(link.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text());
};
const restore = async () => {
  try {
    const { text, name, config } = await unpacked(location.hash.slice(1));
    [$('draft').value, $('name').value, $('config').value] = [String(text), String(name), String(config)];
  } catch {
    $('draft').value ||= SAMPLE;
  }
  if (!$('name').value) $('name').value = 'draft.md';
  const profile = /^extends = "copydesk:([a-z-]+)"$/m.exec($('config').value);
  if (profile && PROFILES.includes(profile[1])) $('profile').value = profile[1];
};

$('profile').append(...PROFILES.map((name) => made('option', name)));
$('profile').onchange = () => {
  const line = `extends = "copydesk:${$('profile').value}"`, config = $('config').value;
  $('config').value = /^extends = .*$/m.test(config) ? config.replace(/^extends = .*$/m, line) : `${line}\n${config}`;
  ask();
};
$('draft').oninput = $('config').oninput = soon;
$('draft').onscroll = () => ($('marks').scrollTop = $('draft').scrollTop);
new ResizeObserver(() => ($('marks').style.height = `${$('draft').offsetHeight}px`)).observe($('draft'));
$('name').onchange = ask;
$('file').onchange = async () => {
  const [file] = $('file').files;
  if (!file) return;
  const format = [...$('name').options].find((option) => file.name.toLowerCase().endsWith(option.value.slice(5)));
  if (format) $('name').value = format.value;
  const text = await file.text();
  if (text.includes('\0')) return ($('status').textContent = `${file.name} is no text; the command reads Word files, this page does not`);
  $('draft').value = text;
  ask();
};
$('share').onclick = async () => {
  history.replaceState(null, '', `#${await packed(question())}`);
  try {
    await navigator.clipboard.writeText(location.href);
    $('status').textContent = 'The link is copied; it holds the draft itself';
  } catch {
    $('status').textContent = 'The address of this page holds the draft now';
  }
};

start();
await restore();
ask();
