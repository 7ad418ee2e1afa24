// Looks at the manual as a reader does: book.mjs TOOLS BOOK [PICTURES]. The search finds, dark is dark, a narrow screen scrolls one way, and nothing is
// loaded but what lies beside the pages.
import assert from 'node:assert/strict';
import { launch, serve } from './pages.mjs';

const [tools, book, pictures] = process.argv.slice(2);
const { home, close } = await serve(book), browser = await launch(tools);
const wrong = [];
const open = async (page, width = 1200) => {
  const tab = await browser.newPage();
  tab.on('pageerror', (error) => wrong.push(`${page}: ${error}`));
  tab.on('request', (request) => request.url().startsWith(home) || request.url().startsWith('data:') || wrong.push(`${page} asks for ${request.url()}`));
  tab.on('response', (response) => response.status() >= 400 && wrong.push(`${page}: ${response.status()} ${response.url()}`));
  await tab.setViewport({ width, height: 900 });
  await tab.goto(home + page, { waitUntil: 'networkidle0' });
  return tab;
};

const tab = await open('beginning.html');
for (const theme of ['light', 'navy']) {
  await tab.evaluate((theme) => localStorage.setItem('mdbook-theme', theme), theme);
  await tab.reload({ waitUntil: 'networkidle0' });
  const back = await tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0));
  assert.equal(back > 380, theme === 'light', `${theme}: ${back}`);
  if (pictures) await tab.screenshot({ path: `${pictures}/manual-${theme}.png` });
}
await tab.evaluate(() => localStorage.removeItem('mdbook-theme'));
// By keyboard: a slash or an s opens the search, and what is typed is found.
await tab.keyboard.press('s');
await tab.waitForSelector('#mdbook-searchbar, #searchbar', { visible: true });
await tab.keyboard.type('affiliate');
await tab.waitForFunction(() => document.querySelectorAll('#mdbook-searchresults li, #searchresults li').length > 0);
const found = await tab.$$eval('#mdbook-searchresults li a, #searchresults li a', (links) => links.map((link) => link.getAttribute('href')));
assert.ok(found.some((link) => link.includes('rules/disclosure/affiliate.html')), found.join());
if (pictures) await tab.screenshot({ path: `${pictures}/manual-search.png` });

for (const page of ['rules/attribution/vague-source.html', 'every-rule.html', 'verdicts.html', 'index.html']) {
  const one = await open(page);
  if (pictures) await one.screenshot({ path: `${pictures}/manual-${page.replaceAll('/', '-')}.png` });
  const phone = await open(page, 390);
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= 390), `${page}: a narrow screen scrolls one way`);
  if (pictures) await phone.screenshot({ path: `${pictures}/manual-narrow-${page.replaceAll('/', '-')}.png` });
}
assert.deepEqual(wrong, []);
await browser.close();
close();
console.log('the manual in Chromium: the search finds, light and dark, narrow screens, nothing from elsewhere');
