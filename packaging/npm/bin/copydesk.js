#!/usr/bin/env node
// Runs the program that the package of this platform holds.
'use strict';
const { spawnSync } = require('node:child_process');
const { constants } = require('node:os');

/** Says why nothing ran: as copydesk does where it cannot judge, with status 2. */
const refuse = (words) => {
  process.stderr.write(`copydesk: ${words}\n`);
  process.exit(2);
};

/** Whether this Linux has another C library than the program was built for. */
const isMusl = () => process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;

const program = () => {
  if (process.env.COPYDESK_BINARY) return process.env.COPYDESK_BINARY;
  const platform = `${process.platform}-${process.arch}`;
  const name = `@copydesk/${platform}`;
  const instead = 'build one with `cargo install`, and name it: COPYDESK_BINARY=/path/to/copydesk';
  if (!(name in require('../package.json').optionalDependencies)) refuse(`there is no program for ${platform}; ${instead}`);
  if (isMusl()) refuse(`there is no program for Linux with musl; ${instead}`);
  try {
    return require.resolve(`${name}/bin/copydesk${process.platform === 'win32' ? '.exe' : ''}`);
  } catch {
    return refuse(
      `the package ${name}, which holds the program for this platform, is not installed. A lockfile that was written on another ` +
        'platform loses it, and so does --omit=optional: delete node_modules and package-lock.json, and install again; or name a ' +
        'program: COPYDESK_BINARY=/path/to/copydesk',
    );
  }
};

const path = program();
const done = spawnSync(path, process.argv.slice(2), { stdio: 'inherit', windowsHide: true });
if (done.error) refuse(`${path}: ${done.error.message}`);
// As a shell tells of a program that a signal ended.
process.exit(done.signal ? 128 + constants.signals[done.signal] : done.status);
