// Finds the program: by the setting, on the PATH, in the Python environment of a folder, where cargo installs it.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/** Whether a file can be run. */
function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * All places where the program may be, in the order in which they are tried, each with how it is called.
 *
 * @param {string} setting what the user set; a path, seen from the first folder, or nothing
 * @param {string[]} folders the open folders
 */
function places(setting, folders, env = process.env, home = os.homedir(), platform = process.platform) {
  const [name, bin] = platform === 'win32' ? ['copydesk.exe', 'Scripts'] : ['copydesk', 'bin'];
  if (setting) {
    const whole = setting.startsWith('~/') ? path.join(home, setting.slice(2)) : setting;
    return [{ file: path.resolve(folders[0] ?? home, whole), by: 'the setting `copydesk.path`' }];
  }
  const environments = [env.VIRTUAL_ENV, env.CONDA_PREFIX, ...folders.flatMap((folder) => ['.venv', 'venv'].map((one) => path.join(folder, one)))];
  return [
    ...(env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute).map((folder) => ({ file: path.join(folder, name), by: 'the PATH' })),
    ...environments.filter(Boolean).map((one) => ({ file: path.join(one, bin, name), by: 'a Python environment' })),
    { file: path.join(env.CARGO_HOME || path.join(home, '.cargo'), 'bin', name), by: 'the folder of cargo' },
    { file: path.join(home, '.local', 'bin', name), by: 'the user’s own programs' },
  ];
}

/** The program, or words for who has none. */
function find(setting, folders, ...rest) {
  const all = places(setting, folders, ...rest);
  const found = all.find(({ file }) => isProgram(file));
  if (found) {
    return found;
  }
  const why = setting
    ? `copydesk is not at ${all[0].file}, where the setting \`copydesk.path\` says it is.`
    : 'copydesk was not found: not on the PATH, not in a Python environment of this folder, and not where cargo installs it.';
  return { why: `${why} Install it (\`cargo install --path .\` in its sources), or set \`copydesk.path\` to the program.` };
}

module.exports = { find, places };
