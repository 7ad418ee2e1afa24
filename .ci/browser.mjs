// Opens pages of copydesk's in a headless Chromium: browser.mjs TOOLS FINDINGS EMPTY SHEET [PICTURES].
// Nothing of a draft runs or is loaded, nothing complains, filters and keys do what they say, and axe finds no barrier.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [tools, findings, empty, sheet, pictures] = process.argv.slice(2);
const require = createRequire(tools + '/node_modules/');
const load = async (name) => (await import(pathToFileURL(require.resolve(name)))).default;
const puppeteer = await load('puppeteer-core');
const chromium = process.env.CHROMIUM ? null : await load('@sparticuz/chromium');
const axe = readFileSync(require.resolve('axe-core'), 'utf8');

const browser = await puppeteer.launch({
  args: [...(chromium ? chromium.args : []), '--no-sandbox'],
  executablePath: process.env.CHROMIUM || (await chromium.executablePath()),
  headless: 'shell',
});

/** A page, and what it did that it should not. */
const open = async (path, script = true) => {
  const page = await browser.newPage();
  const url = pathToFileURL(path).href, wrong = [];
  page.on('console', (message) => wrong.push('console: ' + message.text()));
  page.on('pageerror', (error) => wrong.push('error: ' + error));
  page.on('dialog', (dialog) => (wrong.push('dialog: ' + dialog.message()), dialog.dismiss()));
  page.on('request', (request) => request.url() === url || wrong.push('request: ' + request.url()));
  await page.setViewport({ width: 1200, height: 900 });
  await page.setJavaScriptEnabled(script);
  await page.goto(url, { waitUntil: 'load' });
  return { page, wrong };
};

const barriers = async (page, what) => {
  const found = await page.evaluate(async (axe) => {
    (0, eval)(axe);
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map((violation) => violation.id + ': ' + violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 120) + ' ' + (node.any[0] ? node.any[0].message : '')).join(' | '));
  }, axe);
  assert.deepEqual(found, [], what);
};

const { page, wrong } = await open(findings);
const seen = () => page.$$eval('.finding', (all) => all.filter((one) => one.offsetParent).map((one) => ({ ...one.dataset, text: one.textContent })));
const told = () => page.$eval('#shown', (shown) => shown.textContent);
const all = (await seen()).length;
assert.ok(all > 5, 'findings are seen: ' + all);
assert.equal(await told(), 'All ' + all + ' shown');

// By level, rule, file and text.
await page.click('input[value="warning"]');
const quiet = await seen();
assert.ok(quiet.length < all && quiet.every((one) => one.level !== 'warning'));
assert.equal(await told(), quiet.length + ' of ' + all + ' shown');
await page.click('button[type="reset"]');
await page.waitForFunction((words) => document.getElementById('shown').textContent === words, {}, 'All ' + all + ' shown');
const rule = (await seen())[0].rule;
await page.select('select[name="rule"]', rule);
assert.ok((await seen()).length > 0 && (await seen()).every((one) => one.rule === rule));
await page.select('select[name="rule"]', '');
await page.select('select[name="file"]', 'f2');
assert.equal(await page.$$eval('article', (articles) => articles.filter((one) => one.offsetParent).map((one) => one.id).join()), 'f2');
await page.select('select[name="file"]', '');
await page.keyboard.press('/');
assert.equal(await page.evaluate(() => document.activeElement.name), 'text', 'a slash leads to the search');
await page.keyboard.type('THIRDS of');
const third = await seen();
assert.ok(third.length > 0 && third.length < all && third.every((one) => one.text.includes('thirds')), JSON.stringify(third));
// What a link leads to is seen, whatever was filtered.
await page.evaluate(() => { location.hash = '#f1'; });
await page.waitForFunction((words) => document.getElementById('shown').textContent === words, {}, 'All ' + all + ' shown');

// By keyboard alone, the first stop leads past the filters.
await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); location.hash = ''; });
const fresh = await open(findings);
await fresh.page.keyboard.press('Tab');
assert.equal(await fresh.page.evaluate(() => document.activeElement.className), 'skip');
for (const scheme of ['light', 'dark']) {
  await fresh.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await barriers(fresh.page, scheme);
  if (pictures) await fresh.page.screenshot({ path: `${pictures}/findings-${scheme}.png` });
}
const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
assert.notEqual(await fresh.page.evaluate(() => getComputedStyle(document.body).backgroundColor), light, 'dark is dark');
await fresh.page.setViewport({ width: 360, height: 800 });
assert.ok(await fresh.page.evaluate(() => document.documentElement.scrollWidth <= 360), 'a narrow screen scrolls one way');
if (pictures) await fresh.page.screenshot({ path: `${pictures}/findings-narrow.png` });
await fresh.page.emulateMediaType('print');
assert.equal(await fresh.page.$eval('#filter', (form) => getComputedStyle(form).display), 'none');
assert.ok((await fresh.page.pdf()).length > 10000);
if (pictures) await fresh.page.pdf({ path: `${pictures}/findings.pdf` });

// Without a script every finding stands there, and no filter that does nothing.
const still = await open(findings, false);
assert.equal(await still.page.$$eval('.finding', (all) => all.filter((one) => one.offsetParent).length), all);
assert.equal(await still.page.$eval('#filter', (form) => form.offsetParent), null);

const others = [await open(empty), await open(sheet)];
await barriers(others[0].page, 'a page without findings');
for (const { wrong: more } of [{ wrong }, fresh, still, ...others]) assert.deepEqual(more, []);
await browser.close();
