import { PassThrough } from 'node:stream';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node.js';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node.js';
import { serve } from '../../../server/src/server.ts';

export interface ServerOptions {
  /** The section dmtcpCondor of the editor's settings. */
  readonly settings?: object;
  /** URIs of the workspace's folders. */
  readonly folders?: readonly string[];
}

/** A server and a client in this process, connected by streams. */
export const startServer = async ({ settings = {}, folders = [] }: ServerOptions = {}) => {
  const up = new PassThrough();
  const down = new PassThrough();
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)));
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const waiting: ((params: PublishDiagnosticsParams) => void)[] = [];
  client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    waiting.shift()?.(params);
  });
  const configured = new Promise<void>((resolve) => {
    client.onRequest('workspace/configuration', () => {
      resolve();
      return [settings];
    });
  });
  client.listen();
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
    capabilities: { workspace: { configuration: true } },
  });
  await client.sendNotification('initialized', {});
  await configured;
  /** The next diagnostics that the server sends. */
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

/** The parameters of textDocument/didOpen. */
export const opened = (uri: string, text: string) => ({
  textDocument: { uri, languageId: 'htcondor', version: 1, text },
});
