// Starts `copydesk lsp` for drafts, and asks for what the protocol has no box for.
'use strict';

const { spawnSync } = require('node:child_process');
const vscode = require('vscode');

const { find } = require('./find');

/** Languages that drafts are written in. */
const LANGUAGES = ['markdown', 'mdx', 'html', 'plaintext', 'restructuredtext', 'asciidoc'];

/** Drafts, saved or not, and the files that say how they are judged. */
const DOCUMENTS = [
  ...LANGUAGES.flatMap((language) => ['file', 'untitled'].map((scheme) => ({ language, scheme }))),
  { scheme: 'file', pattern: '**/*copydesk*.toml' },
  { scheme: 'file', pattern: '**/rules/**/*.toml' },
];

let client;

/** What is set, as the server takes it. */
function settings() {
  const set = vscode.workspace.getConfiguration('copydesk');
  return Object.fromEntries(['config', 'profile', 'strict', 'against', 'across', 'baseline', 'hints', 'reasons'].map((key) => [key, set.get(key)]));
}

/** Finds the program; tells whoever has none, or one that serves no editor, what to do. */
async function program() {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  // A folder that nobody trusts yet brings no programs.
  const trusted = vscode.workspace.isTrusted ? folders : [];
  const found = find(vscode.workspace.getConfiguration('copydesk').get('path'), trusted);
  let why = found.why;
  if (!why) {
    const tried = spawnSync(found.file, ['lsp', '--help'], { timeout: 10000, windowsHide: true });
    why = tried.status === 0 ? undefined : `${found.file}, found by ${found.by}, serves no editor: it is too old, or was built without the feature \`lsp\`.`;
  }
  if (!why) {
    return found.file;
  }
  const open = 'Open settings';
  if ((await vscode.window.showErrorMessage(why, open)) === open) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'copydesk.path');
  }
  return undefined;
}

/** Asks why something is permitted, where the server would let choose among set reasons only. */
async function permit(wanted) {
  const reasons = vscode.workspace.getConfiguration('copydesk').get('reasons') ?? [];
  const other = 'Another reason …';
  const chosen = await vscode.window.showQuickPick([...reasons, other], { title: `Why may ${wanted.rule} be passed over here?` });
  if (chosen !== other) {
    return chosen;
  }
  const refused = (text) => (/--|\*\/|[<>{}]/.test(text) ? 'It stands in a comment: no `--`, `*/`, `<`, `>`, `{`, `}`' : undefined);
  return vscode.window.showInputBox({ title: 'The reason', prompt: 'It stands in a comment beside the text.', validateInput: refused });
}

async function start() {
  const command = await program();
  if (!command) {
    return;
  }
  const { LanguageClient } = require('vscode-languageclient/node');
  const middleware = {
    executeCommand: async (name, given, next) => {
      if (name !== 'copydesk.permit' || given[0]?.reason) {
        return next(name, given);
      }
      const reason = await permit(given[0]);
      return reason ? next(name, [{ ...given[0], reason }]) : undefined;
    },
  };
  client = new LanguageClient(
    'copydesk',
    'copydesk',
    { command, args: ['lsp'] },
    { documentSelector: DOCUMENTS, initializationOptions: settings(), synchronize: { configurationSection: 'copydesk' }, middleware },
  );
  await client.start();
}

async function restart() {
  await client?.stop();
  client = undefined;
  await start();
}

async function showSheet() {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (client && uri) {
    await vscode.commands.executeCommand('copydesk.sheet', { uri: client.code2ProtocolConverter.asUri(uri) });
  }
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('copydesk.restart', restart),
    vscode.commands.registerCommand('copydesk.showSheet', showSheet),
    vscode.workspace.onDidChangeConfiguration((event) => (event.affectsConfiguration('copydesk.path') ? restart() : undefined)),
  );
  await start();
}

module.exports = { activate, deactivate: () => client?.stop() };
