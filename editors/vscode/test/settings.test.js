// The settings that the extension offers are those that the server takes, and those that docs/editors.md tells.
'use strict';

const assert = require('node:assert');
const test = require('node:test');

const { contributes } = require('../package.json');

test('all settings are described and have a default', () => {
  const settings = Object.entries(contributes.configuration.properties);
  for (const [key, setting] of settings) {
    assert.match(key, /^copydesk\./);
    assert.ok((setting.description ?? setting.markdownDescription).length > 20, key);
    assert.notEqual(setting.default, undefined, key);
  }
  const own = settings.map(([key]) => key.slice('copydesk.'.length)).filter((key) => !['path', 'trace.server'].includes(key));
  assert.deepEqual(own.sort(), ['across', 'against', 'baseline', 'config', 'hints', 'profile', 'reasons', 'strict']);
});
