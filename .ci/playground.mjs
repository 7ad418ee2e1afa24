// Uses the playground as a person would: playground.mjs TOOLS MANUAL [PICTURES]. What is typed is judged at once, nothing of a draft runs, nothing is sent
// anywhere, and axe finds no barrier.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { from, launch, serve } from './pages.mjs';
import { run } from '../playground/page/wasi.js';

const [tools, manual, pictures] = process.argv.slice(2);
const axe = readFileSync(from(tools).resolve('axe-core'), 'utf8');

// The program by itself: what is no question ends it, and the next one is answered as ever.
const module = await WebAssembly.compile(readFileSync(`${manual}/playground/copydesk.wasm`));
const ask = async (question) => JSON.parse(await run(module, new TextEncoder().encode(JSON.stringify(question))));
await assert.rejects(run(module, new TextEncoder().encode('{')));
const plain = await ask({ text: 'Experts say that 40% left.\n', name: 'draft.md', config: '' });
assert.equal(plain.report.files[0].findings[0].rule, 'attribution/vague-figure');
const wrong = await ask({ text: 'x', name: 'draft.md', config: 'fial = "note"\n' });
assert.ok(JSON.stringify(wrong.report).includes('did you mean `fail`?'));
const mended = await ask({ text: 'It rains.\n\nShare this\nTweet this\nPin it\n', name: 'draft.md', config: '' });
assert.ok(mended.fixed.startsWith('It rains.') && !mended.fixed.includes('Tweet') && mended.diff.includes('-Tweet this'));

const word = await ask({ text: 'It rains.', name: 'draft.docx', config: '' });
assert.match(word.report.files[0].findings[0].message, /^cannot be read: it is a Word file/);

const { home, close } = await serve(manual), browser = await launch(tools);
const bad = [];
let loaded = false;
const open = async (hash = '') => {
  const page = await browser.newPage();
  page.on('console', (message) => bad.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => bad.push(`error: ${error}`));
  page.on('dialog', (dialog) => (bad.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => (loaded || !request.url().startsWith(home)) && !request.url().startsWith('data:') && bad.push(`request: ${request.url()}`));
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(`${home}playground/index.html${hash}`, { waitUntil: 'load' });
  await page.waitForFunction(() => document.querySelectorAll('#list li').length > 0 || /Nothing/.test(document.getElementById('status').textContent), { timeout: 20000 });
  return page;
};
const seen = (page) => page.$$eval('#list li button', (all) => all.map((one) => one.textContent));
const write = async (page, text) => {
  await page.$eval('#draft', (draft, text) => {
    draft.value = text;
    draft.dispatchEvent(new Event('input'));
  }, text);
  await page.waitForFunction((text) => document.documentElement.dataset.answered === text, { timeout: 20000 }, text);
};
const barriers = async (page, what) => {
  const found = await page.evaluate(async (axe) => {
    (0, eval)(axe);
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map((violation) => `${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')}`);
  }, axe);
  assert.deepEqual(found, [], what);
};

const page = await open();
const first = await page.evaluate(() => performance.getEntriesByName('answered')[0].startTime - performance.getEntriesByType('navigation')[0].loadEventEnd);
loaded = true;
assert.ok((await seen(page)).some((words) => words.includes('41')), (await seen(page)).join());
assert.ok((await page.$$('#marks mark')).length >= 3);

// A long draft: from the last key to what is told, in the page itself.
const long = Array.from({ length: 86 }, (_, n) => `In ward ${n} the keepers counted ${120 + n} boats, Ines Roca said. Experts say that ${n + 20}% of them leak, and nobody mends a plank.`).join('\n\n');
assert.ok(long.length > 9000, String(long.length));
await write(page, long);
const times = [];
for (const key of 'typing goes on') {
  await page.focus('#draft');
  await page.evaluate(() => {
    const before = document.documentElement.dataset.answered;
    document.getElementById('draft').setSelectionRange(1e6, 1e6);
    window.waited = new Promise((told) => {
      const watch = new MutationObserver(() => document.documentElement.dataset.answered !== before && (watch.disconnect(), told(performance.now())));
      watch.observe(document.documentElement, { attributes: true });
    });
    document.getElementById('draft').addEventListener('input', () => (window.typed = performance.now()), { once: true });
  });
  await page.keyboard.type(key);
  times.push(await page.evaluate(async () => (await window.waited) - window.typed));
}
times.sort((a, b) => a - b);
const median = times[times.length >> 1];

// A draft that wants to be more than text.
const evil = '</textarea><script>alert(1)</script> Experts say that <img src=x onerror=alert(2)> 40% <iframe src="https://evil.example/"></iframe> left. ' +
  'javascript:alert(3) {{constructor.constructor("alert(4)")()}} \u202e"><svg onload=alert(5)> 🦊 studies show that 30% of 🦊 remain.';
for (const name of ['draft.md', 'draft.html', 'draft.mdx', 'draft.txt']) {
  await page.select('#name', name);
  await write(page, `${evil}\n\n${name}`);
}
await write(page, `🦊🦊 ${evil}`);
// A mark is under the very words, beyond the basic plane too.
assert.ok((await page.$$eval('#marks mark', (marks) => marks.map((mark) => mark.textContent))).includes('30%'));

// By keyboard alone: the first stop leads to the findings, and a finding to its place.
loaded = false;
const keys = await open();
loaded = true;
await write(keys, 'It rains.\n\nExperts say that 40% left.\n\nShare this\nTweet this\nPin it\n');
await keys.keyboard.press('Tab');
assert.equal(await keys.evaluate(() => document.activeElement.className), 'skip');
await keys.keyboard.press('Enter');
await keys.keyboard.press('Tab');
assert.equal(await keys.evaluate(() => document.activeElement.closest('#list') !== null), true);
await keys.keyboard.press('Enter');
assert.equal(await keys.$eval('#draft', (draft) => draft.value.slice(draft.selectionStart, draft.selectionEnd)), '40%');
assert.equal(await keys.evaluate(() => document.activeElement.id), 'draft');
await page.select('#name', 'draft.md');
await write(page, 'It rains.\n\nShare this\nTweet this\nPin it\n\nExperts say that 40% left.\n');

// A mend is applied, a configuration changes what is told, and a mistake in it is told.
await page.click('#mend button');
await page.waitForFunction(() => !document.getElementById('draft').value.includes('Tweet'));
await page.$eval('#config', (config) => {
  config.closest('details').open = true;
  config.value = '[rules]\n"attribution/*" = "off"\n';
  config.dispatchEvent(new Event('input'));
});
await page.waitForFunction(() => document.getElementById('status').textContent === 'Nothing to tell');
await page.$eval('#config', (config) => {
  config.value = 'fial = "note"\n';
  config.dispatchEvent(new Event('input'));
});
await page.waitForFunction(() => document.getElementById('list').textContent.includes('did you mean `fail`?'));
await page.select('#profile', 'finance');
await page.waitForFunction(() => document.getElementById('config').value.includes('extends = "copydesk:finance"'));

// A link holds the draft, and gives it back.
await write(page, 'Shared 🦊: experts say that 40% left.\n');
await page.click('#share');
await page.waitForFunction(() => location.hash.length > 20);
const hash = await page.evaluate(() => location.hash);
loaded = false;
const other = await open(hash);
assert.equal(await other.$eval('#draft', (draft) => draft.value), 'Shared 🦊: experts say that 40% left.\n');
assert.equal(await other.$eval('#profile', (profile) => profile.value), 'finance');
const broken = await open('#nonsense');
assert.ok((await broken.$eval('#draft', (draft) => draft.value)).startsWith('# The quay'));

for (const scheme of ['light', 'dark']) {
  await broken.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await barriers(broken, scheme);
  if (pictures) await broken.screenshot({ path: `${pictures}/playground-${scheme}.png` });
}
loaded = false;
// A phone loads the page anew.
await broken.setViewport({ width: 390, height: 844, isMobile: true });
await broken.waitForFunction(() => document.querySelectorAll('#list li').length > 0, { timeout: 20000 });
loaded = true;
assert.ok(await broken.evaluate(() => document.documentElement.scrollWidth <= 390), 'a narrow screen scrolls one way');
await barriers(broken, 'a phone');
if (pictures) await broken.screenshot({ path: `${pictures}/playground-phone.png`, fullPage: true });
assert.deepEqual(bad, []);
await browser.close();
close();
console.log(`the playground in Chromium: first told ${first.toFixed(0)} ms after load; ${median.toFixed(0)} ms after a key in ${(long.length / 1000).toFixed(1)} KB`);
// Wanted are 100 and 200 on a machine that does nothing else. Others may be at work on this one, and what is loaded is 9 MB: with a load of 16, a
// first answer was seen after 2,200.
assert.ok(median < 400 && first < 4000, 'too slow');
