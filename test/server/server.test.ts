import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeAction, CompletionList, Hover } from 'vscode-languageserver/node.js';
import type { LocatedMessage, SubmitDescription, TextEdit } from '../../server/src/protocol.ts';
import { notifications, requests } from '../../server/src/protocol.ts';
import { opened, startServer } from './support/startServer.ts';

const uri = 'untitled:job.sub';
const open = (text: string) => opened(uri, text);

test('server: diagnostics follow the text and the access point', async () => {
  const { client, diagnostics, codes, stop } = await startServer({ settings: { htcondorVersion: 'auto' } });
  let next = diagnostics();
  await client.sendNotification('textDocument/didOpen', open('exectuable = a\n'));
  assert.deepEqual(await codes(next), ['unknown-command 0:0', 'missing-executable 0:0']);
  next = diagnostics();
  await client.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 10 } }, text: 'executable' },
    ],
  });
  assert.deepEqual(await codes(next), []);
  next = diagnostics();
  await client.sendNotification(notifications.accessPointVersion, {
    version: '$CondorVersion: 23.9.6 2024-08-08 $',
  });
  assert.deepEqual(await codes(next), ['missing-queue 0:0']);
  stop();
});

test('server: completion, hover, fixes and the requests of the client', async () => {
  const { client, diagnostics, codes, stop } = await startServer({ settings: { htcondorVersion: 'auto' } });
  const next = diagnostics();
  await client.sendNotification(
    'textDocument/didOpen',
    open('executable = shim_dmtcp\narguments = ./foo\nkill_sig = int\nqueue 2\n'),
  );
  const own = (await codes(next)).filter((code) => !code.startsWith('dmtcp-'));
  assert.deepEqual(own, ['invalid-signal 2:11']);
  const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });
  const { items } = await client.sendRequest<CompletionList>('textDocument/completion', at(2, 11));
  assert.ok(items.some((item) => item.label === 'SIGINT'));
  const hover = await client.sendRequest<Hover>('textDocument/hover', at(0, 2));
  assert.match(JSON.stringify(hover.contents), /The program to run/);
  const range = { start: { line: 2, character: 12 }, end: { line: 2, character: 12 } };
  const actions = await client.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics: [] },
  });
  assert.deepEqual(
    actions.map((action) => [action.title, action.edit?.changes?.[uri]?.[0]?.newText]),
    [['Change to SIGINT', 'SIGINT']],
  );
  const description = await client.sendRequest<SubmitDescription>(requests.describeSubmit, { uri });
  assert.equal(description.jobCount, 2);
  assert.deepEqual(description.shim, { command: ['./foo'] });
  assert.deepEqual(description.executable?.range, {
    start: { line: 0, character: 13 },
    end: { line: 0, character: 23 },
  });
  assert.equal(description.errors.length, 1);
  const edits = await client.sendRequest<TextEdit[]>(requests.editTransferInput, {
    uri,
    add: ['foo'],
    remove: [],
  });
  assert.deepEqual(
    edits.map((edit) => [edit.range.start.line, edit.newText]),
    [[1, 'transfer_input_files = foo\n']],
  );
  const stderr = 'ERROR: invalid signal int\n';
  const located = await client.sendRequest<LocatedMessage[]>(requests.locateSubmitErrors, { uri, stderr });
  assert.equal(located[0]?.message, 'invalid signal int');
  stop();
});
