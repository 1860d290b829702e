import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import type {
  CompletionItem,
  CodeAction,
  Hover,
  PublishDiagnosticsParams,
} from 'vscode-languageserver/node.js';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node.js';
import type { LocatedMessage, SubmitDescription, TextEdit } from '../../server/src/protocol.ts';
import { notifications, requests } from '../../server/src/protocol.ts';
import { serve } from '../../server/src/server.ts';

/** A server and a client in this process, connected by streams. */
const start = async () => {
  const up = new PassThrough();
  const down = new PassThrough();
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)));
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const waiting: ((params: PublishDiagnosticsParams) => void)[] = [];
  client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    waiting.shift()?.(params);
  });
  client.onRequest('workspace/configuration', () => [{ htcondorVersion: 'auto' }]);
  client.listen();
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { configuration: true } },
  });
  const diagnostics = (): Promise<PublishDiagnosticsParams> =>
    new Promise((resolve) => waiting.push(resolve));
  const codes = async (promise: Promise<PublishDiagnosticsParams>) =>
    (await promise).diagnostics.map(
      ({ code, range }) => `${String(code)} ${range.start.line}:${range.start.character}`,
    );
  const stop = (): void => {
    client.dispose();
    up.destroy();
    down.destroy();
  };
  return { client, diagnostics, codes, stop };
};

const uri = 'untitled:job.sub';
const open = (text: string) => ({ textDocument: { uri, languageId: 'htcondor', version: 1, text } });

test('server: diagnostics follow the text and the access point', async () => {
  const { client, diagnostics, codes, stop } = await start();
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
  const { client, diagnostics, codes, stop } = await start();
  const next = diagnostics();
  await client.sendNotification(
    'textDocument/didOpen',
    open('executable = shim_dmtcp\narguments = ./foo\nkill_sig = int\nqueue 2\n'),
  );
  const own = (await codes(next)).filter((code) => !code.startsWith('dmtcp-'));
  assert.deepEqual(own, ['invalid-signal 2:11']);
  const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });
  const items = await client.sendRequest<CompletionItem[]>('textDocument/completion', at(2, 11));
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
