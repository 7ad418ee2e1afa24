// What finds the program, in folders of this test's own.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');

const { find, places } = require('../src/find');

/** A folder with a program at each of these paths. */
function folder(...programs) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-find-'));
  for (const program of programs) {
    const file = path.join(made, program);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 });
  }
  return made;
}

test('the setting comes first, and alone', () => {
  const made = folder('own/copydesk', 'bin/copydesk');
  const env = { PATH: path.join(made, 'bin') };
  assert.equal(find('own/copydesk', [made], env, made, 'linux').file, path.join(made, 'own/copydesk'));
  const none = find('gone/copydesk', [made], env, made, 'linux');
  assert.equal(none.file, undefined);
  assert.match(none.why, /gone\/copydesk, where the setting/);
  assert.equal(find('~/own/copydesk', ['/elsewhere'], env, made, 'linux').file, path.join(made, 'own/copydesk'));
});

test('then the PATH, a Python environment, and cargo', () => {
  const made = folder('bin/copydesk', 'site/.venv/bin/copydesk', '.cargo/bin/copydesk');
  const site = path.join(made, 'site');
  const found = (env) => find('', [site], env, made, 'linux');
  assert.equal(found({ PATH: `relative:${path.join(made, 'bin')}` }).by, 'the PATH');
  assert.equal(found({}).by, 'a Python environment');
  fs.rmSync(path.join(site, '.venv'), { recursive: true });
  assert.equal(found({}).file, path.join(made, '.cargo/bin/copydesk'));
});

test('whoever has none is told what to do', () => {
  const made = folder();
  const { why } = find('', [made], { PATH: made }, made, 'linux');
  assert.match(why, /not found.*cargo install.*copydesk\.path/s);
});

test('a folder is no program, nor is what may not be run', { skip: process.platform === 'win32' }, () => {
  const made = folder('copydesk/x', 'bin/copydesk');
  fs.chmodSync(path.join(made, 'bin/copydesk'), 0o644);
  assert.ok(find('', [], { PATH: [made, path.join(made, 'bin')].join(path.delimiter) }, made, 'linux').why);
});

test('Windows has its own names', () => {
  const all = places('', ['/site'], {}, '/home', 'win32').map(({ file }) => file);
  assert.ok(all.every((file) => file.endsWith('copydesk.exe')) && all.some((file) => file.includes('Scripts')));
});
