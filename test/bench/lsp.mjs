// What an editor waits for, against a server that knows the answers: `node test/bench/lsp.mjs [ROUNDS]`.
// Both are bundled alike and run in processes of their own; each round asks both the same. Only ratios count.
import { fork } from 'node:child_process';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { createProtocolConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node.js';
import { build } from '../../scripts/build.mjs';
import { bundleParts } from './parts.mjs';
import { submitText } from './submitText.mjs';

const rounds = Number(process.argv[2] ?? 300);
const starts = 15;
const outdir = path.resolve('build/bench');
const uri = 'untitled:bench.sub';

await build('server', { outdir });
await esbuild.build({
  entryPoints: { trivial: 'test/bench/trivialServer.mjs' },
  outdir,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  logLevel: 'warning',
});
const { nodeOptions } = await import(
  await bundleParts('options.mjs', 'export { nodeOptions } from "./server/src/protocol.ts";')
);
const modules = { ours: path.join(outdir, 'server.js'), trivial: path.join(outdir, 'trivial.js') };

/** Starts a server; resolves when it has answered `initialize`. */
const start = async (module) => {
  const child = fork(module, ['--node-ipc'], {
    execArgv: nodeOptions,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const waiting = new Map();
  connection.onNotification('textDocument/publishDiagnostics', ({ version, diagnostics }) =>
    waiting.get(version)?.(diagnostics),
  );
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => ({})));
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    capabilities: { workspace: { configuration: true } },
  });
  /** The diagnostics of a version of the document. */
  const diagnostics = (version) =>
    new Promise((resolve) =>
      waiting.set(version, (found) => {
        waiting.delete(version);
        resolve(found);
      }),
    );
  const stop = () => {
    connection.dispose();
    child.kill();
  };
  return { connection, diagnostics, stop };
};

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const show = (name, { ours, trivial }, limits) => {
  const sorted = { ours: ours.sort((a, b) => a - b), trivial: trivial.sort((a, b) => a - b) };
  for (const [label, share, limit] of limits) {
    const [mine, its] = [at(sorted.ours, share), at(sorted.trivial, share)];
    const ratio = mine / its;
    console.log(
      `${ratio.toFixed(2).padStart(7)}  ${name}, ${label}: ${mine.toFixed(2)} ms / ${its.toFixed(2)} ms ` +
        `(wanted <= ${limit})${ratio <= limit ? '' : '  MISSED'}`,
    );
  }
};
const timed = async (run) => {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
};
const both = async (servers, times, run) => {
  for (const name of ['ours', 'trivial']) times[name].push(await timed(() => run(servers[name])));
};
const noTimes = () => ({ ours: [], trivial: [] });

const starting = noTimes();
for (let round = -1; round < starts; round++) {
  for (const name of ['ours', 'trivial']) {
    let server;
    const time = await timed(async () => (server = await start(modules[name])));
    server.stop();
    if (round >= 0) starting[name].push(time);
  }
}
show('spawn to initialize', starting, [['p50', 0.5, 1.3]]);

/** Measures one text of 10,000 lines. The word at `from` is exchanged for `to` and back at each change. */
const measure = async (title, text, { from, to }) => {
  const servers = { ours: await start(modules.ours), trivial: await start(modules.trivial) };
  const lines = text.split('\n');
  const positionOf = (word) => {
    const line = lines.findIndex((one, index) => index > lines.length / 2 && one.includes(word));
    return { line, character: lines[line].indexOf(word) };
  };
  const place = positionOf(from);
  const word = (length) => ({ start: place, end: { line: place.line, character: place.character + length } });
  let version = 1;
  const change = (server) => {
    const [old, now] = version % 2 === 0 ? [from, to] : [to, from];
    const seen = server.diagnostics(version);
    void server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: word(old.length), text: now }],
    });
    return seen;
  };
  const ask = (method, position) => (server) =>
    server.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position });

  const document = { uri, languageId: 'htcondor', version, text };
  for (const server of Object.values(servers)) {
    await server.connection.sendNotification('initialized', {});
    const seen = server.diagnostics(version);
    await server.connection.sendNotification('textDocument/didOpen', { textDocument: document });
    await seen;
  }
  const known = [[], []];
  for (let i = 0; i < 2; i++) {
    version++;
    known[version % 2] = await change(servers.ours);
    void change(servers.trivial);
  }
  const hoverPlace = positionOf('$(campaign_');
  hoverPlace.character += 4;
  const hover = await ask('hover', hoverPlace)(servers.ours);
  const completion = (await ask('completion', hoverPlace)(servers.ours)).items;
  const names = known.map((list) => list.length).join(' or ');
  console.log(`${title}: ${lines.length} lines, ${names} diagnostics, ${completion.length} completions`);
  if (hover === null || completion.length === 0) throw new Error('nothing is found where it is looked for');
  await servers.trivial.connection.sendNotification('bench/answers', {
    diagnostics: known,
    hover,
    completion,
  });

  const [changes, hovers, completions, keys] = [noTimes(), noTimes(), noTimes(), noTimes()];
  for (let round = -30; round < rounds; round++) {
    const kept =
      round < 0 ? [noTimes(), noTimes(), noTimes(), noTimes()] : [changes, hovers, completions, keys];
    version++;
    await both(servers, kept[0], change);
    await both(servers, kept[1], ask('hover', hoverPlace));
    await both(servers, kept[2], ask('completion', hoverPlace));
  }
  show('change to diagnostics', changes, [
    ['p50', 0.5, 1.5],
    ['p99', 0.99, 3],
  ]);
  show('hover', hovers, [['p50', 0.5, 2]]);
  show('completion of a macro', completions, [['p50', 0.5, 2]]);
  for (const server of Object.values(servers)) server.stop();
};

let size = 300_000;
while (submitText(size).split('\n').length < 10_000) size += 10_000;
await measure('few problems', submitText(size), { from: 'campaign_', to: 'campaig_' });
