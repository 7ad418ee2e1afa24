// What the extension does where there is no program, or one that serves no editor: in an editor of which there is only what it asks for.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const Module = require('node:module');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');

/** Starts the extension in an editor with these settings; what it showed, and the commands that it brought. */
async function started(settings) {
  const [shown, commands] = [[], []];
  const nothing = { dispose() {} };
  const vscode = {
    workspace: {
      isTrusted: true,
      workspaceFolders: [],
      getConfiguration: () => ({ get: (key) => settings[key] }),
      onDidChangeConfiguration: () => nothing,
    },
    window: { showErrorMessage: async (words) => void shown.push(words) },
    commands: { registerCommand: (name) => (commands.push(name), nothing) },
  };
  const load = Module._load;
  Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
  try {
    delete require.cache[require.resolve('../src/extension')];
    await require('../src/extension').activate({ subscriptions: [] });
  } finally {
    Module._load = load;
  }
  return { shown, commands };
}

test('whoever has no program is told, and has the commands to start again', async () => {
  const { shown, commands } = await started({ path: '/nowhere/copydesk' });
  assert.equal(shown.length, 1);
  assert.match(shown[0], /\/nowhere\/copydesk, where the setting .* says it is\. Install it/);
  assert.deepEqual(commands.sort(), ['copydesk.restart', 'copydesk.showSheet']);
});

test('one that serves no editor is told of', { skip: process.platform === 'win32' }, async () => {
  const old = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-old-')), 'copydesk');
  fs.writeFileSync(old, '#!/bin/sh\nexit 2\n', { mode: 0o755 });
  const { shown } = await started({ path: old });
  assert.equal(shown.length, 1);
  assert.match(shown[0], /serves no editor: it is too old/);
});
