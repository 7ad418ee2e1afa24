// Somebody with a draft in a real Visual Studio Code: vscode.mjs TOOLS URL SITE DAILY [PICTURE].
// Started by .ci/vscode, which serves the editor; what goes wrong ends it with status 1, after a picture of the screen in target/editors.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

import { launch } from '../../.ci/pages.mjs';

const [tools, url, site, daily, picture] = process.argv.slice(2);
const PATIENCE = 30000;
const browser = await launch(tools);
const page = await browser.newPage();
page.setDefaultTimeout(PATIENCE);

const told = (what) => console.log('vscode: ' + what);

/** Opens a folder in the editor. */
const open = async (folder) => {
  await page.goto(`${url}?folder=${encodeURIComponent(folder)}`, { waitUntil: 'load' });
  await page.waitForSelector('.monaco-workbench .statusbar');
};

const keys = async (...all) => {
  const last = all.pop();
  for (const key of all) await page.keyboard.down(key);
  await page.keyboard.press(last);
  for (const key of all.reverse()) await page.keyboard.up(key);
};

/** Opens a file of the folder, by the names that lead to it in the explorer: its search takes a program that npm does not have. */
const edit = async (...names) => {
  for (const name of names) {
    const row = `.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`;
    await page.waitForSelector(row);
    await page.click(row, { count: name === names.at(-1) ? 2 : 1 });
  }
  await page.waitForFunction((name) => document.querySelector('.editor-group-container .title')?.textContent.includes(name), {}, names.at(-1));
  await page.waitForSelector('.editor-instance .view-line');
  await page.click('.editor-instance .view-lines');
};

/** What stands in Problems: what is read to somebody who does not see, level, words and place; then what is shown, with the rule. */
const problems = () => page.$$eval('.markers-panel .monaco-list-row', (rows) => rows.map((row) => `${row.getAttribute('aria-label')} ${row.textContent}`).filter((row) => /^(Error|Warning|Info)/.test(row)));

/** Waits until Problems fit. */
const expect = async (what, fits) => {
  const end = Date.now() + PATIENCE;
  let found;
  do {
    found = await problems();
    if (fits(found)) return told(`${what}: ${found.length} in Problems`);
    await new Promise((go) => setTimeout(go, 100));
  } while (Date.now() < end);
  assert.fail(`${what}: ${JSON.stringify(found, null, 1)}`);
};

/** Opens what can be done at the cursor; again where the editor says that there is nothing, as it does while it asks by itself. */
const fixes = async (tries = 5) => {
  await keys('Control', '.');
  const opened = await page.waitForSelector('.action-widget .monaco-list-row.action', { timeout: PATIENCE / 5 }).catch(() => false);
  if (!opened) {
    assert.ok(tries > 1, 'no quick fix is offered');
    await fixes(tries - 1);
  }
};

const has = (found, ...words) => found.some((one) => words.every((word) => one.includes(word)));

const work = async () => {
  await open(site);
  await edit('tents.md');
  await page.waitForSelector('.squiggly-error');
  await keys('Control', 'Shift', 'm');
  await expect('opens a draft', (found) => found.length === 1 && has(found, 'Error', 'disclosure/affiliate'));

  await page.click('.editor-instance .view-lines');
  await keys('Control', 'End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Experts say that 🎈 40% of the tents leak.');
  await page.waitForSelector('.squiggly-warning');
  // The balloon is two units of UTF-16: the figure stands in the 21st.
  await expect('types a sentence', (found) => found.length === 2 && has(found, 'Warning', '“40%” rests on “Experts say”', 'character 21'));

  await keys('Control', 'Home');
  await keys('F8');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.lightBulbWidget, .gutter-lightbulb, [class*="codicon-gutter-lightbulb"], .codicon-light-bulb');
  await fixes();
  const offered = await page.$$eval('.action-widget .monaco-list-row.action', (rows) => rows.map((row) => row.textContent));
  told('offers ' + JSON.stringify(offered));
  await page.keyboard.press('Enter');
  await expect('takes the quick fix', (found) => found.length === 1 && has(found, 'rests on'));
  await keys('Control', 's');
  await page.waitForFunction(() => !document.querySelector('.dirty'));
  const saved = readFileSync(site + '/tents.md', 'utf8');
  assert.ok(saved.includes('We earn a share when you buy through links on this page.') && saved.includes('🎈 40%'), saved);
  told('saves what the fix wrote');

  await edit('copydesk.toml');
  await keys('Control', 'End');
  await page.keyboard.type('"attribution/vague-figure" = "error"\n');
  await expect('edits copydesk.toml, unsaved', (found) => found.length === 1 && has(found, 'Error', 'rests on'));
  await keys('Control', 'Home');
  await page.keyboard.type('nmae = 1\n');
  await expect('sees a mistake in it', (found) => has(found, 'Error', 'meta/bad-config'));
  await keys('Control', 'Home');
  await keys('Control', 'Shift', 'k');
  await expect('takes it back', (found) => found.length === 1 && has(found, 'Error', 'rests on'));
  await keys('Control', 's');
  await page.waitForFunction(() => !document.querySelector('.dirty'));
  const config = readFileSync(site + '/copydesk.toml', 'utf8');
  writeFileSync(site + '/copydesk.toml', config.replace('"attribution/vague-figure" = "error"', '"attribution/vague-figure" = "off"'));
  await expect('somebody else saves it', (found) => found.length === 0);
};

/** The draft of the examples, what stands in its margin, and why one finding is told. */
const draw = async () => {
  await page.setViewport({ width: 960, height: 560, deviceScaleFactor: 1.5 });
  await open(daily);
  await edit('drafts', 'market-day.md');
  await page.waitForSelector('.squiggly-warning');
  await keys('Control', 'Shift', 'm');
  await expect('shows the example', (found) => found.length > 0);
  await keys('Control', 'j');
  await keys('Control', 'b');
  await page.waitForFunction(() => !document.querySelector('.part.sidebar')?.checkVisibility());
  const at = await page.$eval('.squiggly-warning', (one) => (({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(one.getBoundingClientRect()));
  await page.mouse.move(at.x, at.y);
  await page.waitForSelector('.monaco-hover:not(.hidden) .hover-row');
  await new Promise((go) => setTimeout(go, 1500));
  await page.screenshot({ path: picture });
};

try {
  await page.setViewport({ width: 1200, height: 800 });
  await work();
  if (picture) await draw();
} catch (error) {
  await page.screenshot({ path: new URL('../../target/editors/vscode-failed.png', import.meta.url).pathname });
  console.error('vscode: ' + (error.stack ?? error));
  process.exitCode = 1;
} finally {
  await browser.close();
}
