// Pages that lie in a folder, given to a headless Chromium over the loop of this machine.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.wasm': 'application/wasm' };

/** The address of a folder, and what ends it. */
export const serve = async (folder) => {
  const server = createServer((request, answer) => {
    const path = join(folder, decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const there = existsSync(path) && statSync(path).isFile();
    answer.writeHead(there ? 200 : 404, { 'Content-Type': TYPES[extname(path)] || 'application/octet-stream' });
    there ? createReadStream(path).pipe(answer) : answer.end();
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  return { home: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
};

/** Requires what npm put into a folder of tools. */
export const from = (tools) => createRequire(tools + '/node_modules/');

/** A Chromium: the one that `CHROMIUM` names, or that of npm. */
export const launch = async (tools) => {
  const load = async (name) => (await import(pathToFileURL(from(tools).resolve(name)))).default;
  const puppeteer = await load('puppeteer-core');
  const chromium = process.env.CHROMIUM ? null : await load('@sparticuz/chromium');
  const executablePath = process.env.CHROMIUM || (await chromium.executablePath());
  return puppeteer.launch({ args: [...(chromium ? chromium.args : []), '--no-sandbox'], executablePath, headless: 'shell' });
};
