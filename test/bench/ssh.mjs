// Speed of the transport against OpenSSH and ssh2's defaults, over a real sshd on loopback, and of the main bundle:
// `node test/bench/ssh.mjs [ROUNDS]`. Root, openssh-server. Interleaved; medians; only the ratios count.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import ssh2 from 'ssh2';
import { build } from '../../scripts/build.mjs';
import { bundleParts, median } from './parts.mjs';

const rounds = Number(process.argv[2] ?? 5);
const only = process.argv[3];

const { createSshTransport, uploadSubmitDirectory, startSshServer, sshServerUnavailable } = await import(
  await bundleParts(
    'ssh.mjs',
    `export { createSshTransport } from "./client/src/transport/ssh.ts";
      export { uploadSubmitDirectory } from "./client/src/condor/submitDirectory.ts";
      export { startSshServer, sshServerUnavailable } from "./test/support/sshServer.ts";`,
    { packages: 'external', minify: false },
  )
);
const unavailable = await sshServerUnavailable();
if (unavailable !== undefined) {
  console.log(`not measured: ${unavailable}`);
  process.exit(0);
}

const timed = async (run) => {
  const start = performance.now();
  await run();
  return performance.now() - start;
};
/** Runs the contenders in turn; prints each one's median and its ratio to the first. */
async function compare(title, contenders, { count = rounds, warm = 1, limit } = {}) {
  if (only !== undefined && !title.includes(only)) return;
  const times = new Map(contenders.map(([name]) => [name, []]));
  for (let round = -warm; round < count; round++) {
    for (const [name, run] of contenders) {
      const milliseconds = await run();
      if (round >= 0) times.get(name).push(milliseconds);
    }
  }
  console.log(`\n${title}${limit === undefined ? '' : ` (${limit})`}`);
  const [[, base]] = times;
  for (const [name, all] of times) {
    const ratio = median(all.map((time, round) => time / base[round]));
    console.log(`  ${name.padEnd(44)} ${median(all).toFixed(1).padStart(9)} ms   ${ratio.toFixed(2)}`);
  }
}
const child = (program, argv, input) =>
  new Promise((resolve, reject) => {
    const running = spawn(program, argv, { stdio: [input ?? 'ignore', 'ignore', 'inherit'] });
    running.once('error', reject);
    running.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program}: ${code}`))));
  });

/**
 * A port of loopback behind which everything takes half of `roundTripMs` each way, in a process of its own:
 * this one is what is measured.
 */
async function delayProxy(target, roundTripMs) {
  const program = `
    const net = require('node:net');
    const [target, delay] = process.argv.slice(1).map(Number);
    const later = (from, to) => {
      from.on('data', (bytes) => setTimeout(() => to.write(bytes), delay));
      from.on('end', () => setTimeout(() => to.end(), delay));
      from.on('error', () => to.destroy());
    };
    const server = net.createServer({ noDelay: true }, (incoming) => {
      const outgoing = net.connect({ port: target, host: '127.0.0.1', noDelay: true });
      later(incoming, outgoing);
      later(outgoing, incoming);
    });
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  `;
  const running = spawn(process.execPath, ['-e', program, String(target), String(roundTripMs / 2)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(running.stdout, 'data');
  return { port: Number(line), stop: () => running.kill() };
}

const server = await startSshServer();
const directory = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-bench-'));
const cipher = 'aes128-gcm@openssh.com';
const sshOptions = (port) => [
  ...['-F', 'none', '-p', String(port), '-i', server.userKey, '-c', cipher, '-o', 'BatchMode=yes'],
  ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'],
  'root@127.0.0.1',
];
const { writeFileSync, readFileSync } = await import('node:fs');
const transportTo = (port) => {
  const known = path.join(directory, `known-${port}`);
  writeFileSync(
    known,
    `[127.0.0.1]:${port} ${readFileSync(path.join(server.directory, 'host.pub'), 'utf8')}`,
  );
  return createSshTransport({
    ...{ host: '127.0.0.1', port, user: 'root', knownHostsFiles: [known], privateKeyFiles: [server.userKey] },
  });
};

// Connecting
const privateKey = readFileSync(server.userKey);
const ssh2Connect = () =>
  new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.once('ready', () => {
      client.end();
      resolve();
    });
    client.once('error', reject);
    client.connect({ host: '127.0.0.1', port: server.port, username: 'root', privateKey });
  });
await compare(
  'connect',
  [
    ['ssh2 as it is', () => timed(ssh2Connect)],
    [
      'this transport (with the check of the host key)',
      async () => {
        const transport = transportTo(server.port);
        const time = await timed(() => transport.connect());
        transport.dispose();
        return time;
      },
    ],
    ['ssh host true', () => timed(() => child('ssh', [...sshOptions(server.port), 'true']))],
  ],
  { count: rounds * 4, limit: 'at most 0.6' },
);

// One big stream
const big = path.join(directory, 'big');
await writeFile(big, randomBytes(64 << 20));
const { size } = await stat(big);
const transport = transportTo(server.port);
await transport.connect();
const drain = async (stream) => {
  let bytes = 0;
  for await (const chunk of stream.stdout) bytes += chunk.length;
  if (bytes !== 4 * size) throw new Error(`${bytes} bytes arrived of ${4 * size}`);
};
await compare(
  'bulk, 256 MB to this machine',
  [
    [
      'ssh, the same cipher',
      () => timed(() => child('ssh', [...sshOptions(server.port), `cat ${big} ${big} ${big} ${big}`])),
    ],
    ['this transport', () => timed(() => drain(transport.stream(['cat', big, big, big, big])))],
  ],
  { limit: 'at most 1.11, that is 0.9 of the speed' },
);

// 200 files, 150 MB
const sources = path.join(directory, 'sources');
mkdirSync(sources);
const names = Array.from({ length: 200 }, (_, i) => `file${i}`);
for (const [i, name] of names.entries())
  await writeFile(path.join(sources, name), randomBytes(375_000 * (1 + (i % 3))));
const target = path.join(directory, 'target');
const emptied = async () => {
  await rm(target, { recursive: true, force: true });
  mkdirSync(target);
};
const tarOverSsh = async (port) => {
  await emptied();
  return timed(
    () =>
      new Promise((resolve, reject) => {
        const tar = spawn('tar', ['-C', sources, '-cf', '-', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
        const ssh = spawn('ssh', [...sshOptions(port), `tar -C ${target} -xf -`], {
          stdio: [tar.stdout, 'ignore', 'inherit'],
        });
        tar.stdout.destroy();
        ssh.once('error', reject);
        ssh.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`ssh: ${code}`))));
      }),
  );
};
const put = async (to) => {
  await emptied();
  return timed(() =>
    to.put(
      names.map((name) => ({
        source: { path: path.join(sources, name) },
        target: `${target}/${name}`,
        mode: 0o644,
      })),
    ),
  );
};
await compare(
  'upload, 200 files, 150 MB',
  [
    ['tar | ssh tar', () => tarOverSsh(server.port)],
    ['this transport', () => put(transport)],
  ],
  { limit: 'at most 1.05, that is 0.95 of the speed' },
);
const slow = await delayProxy(server.port, 50);
const far = transportTo(slow.port);
await far.connect();
await compare(
  'upload, 200 files, 150 MB, 50 ms round trip',
  [
    ['tar | ssh tar (connects anew)', () => tarOverSsh(slow.port)],
    ['this transport', () => put(far)],
  ],
  { count: Math.min(rounds, 3), warm: 0, limit: 'at most 0.4, that is 2.5 times the speed' },
);

// Nothing changed
let state;
const again = (over) => async () => {
  const options = { localDirectory: sources, files: names, remoteDirectory: target };
  const time = await timed(async () => {
    const result = await uploadSubmitDirectory(over, {
      ...options,
      ...(state === undefined ? {} : { state }),
    });
    if (state !== undefined && result.uploaded.length > 0) throw new Error('something was sent');
    state = result.state;
  });
  return time;
};
await emptied();
if (only === undefined || 'unchanged upload'.includes(only)) await again(transport)();
await compare(
  'unchanged upload',
  [
    ['loopback', again(transport)],
    ['50 ms round trip', again(far)],
  ],
  { warm: 0, limit: 'below 1000 ms each' },
);
far.dispose();
transport.dispose();
slow.stop();

// The extension's bundle
const require = (file) =>
  `const t=performance.now(); require(${JSON.stringify(file)}); process.stdout.write(String(performance.now()-t));`;
const cold = (file) =>
  new Promise((resolve, reject) => {
    const stub = `const m=require('module'),o=m._load;m._load=(r,...a)=>r==='vscode'?new Proxy(function(){},{get:(t,k)=>k===Symbol.toPrimitive?()=>'':k==='version'?'1.100.0':class{static [Symbol.hasInstance](){return false}}}):o(r,...a);`;
    const running = spawn(process.execPath, ['-e', stub + require(file)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    running.stdout.on('data', (chunk) => (text += chunk));
    running.once('close', (code) =>
      code === 0 ? resolve(Number(text)) : reject(new Error(`node: ${code}`)),
    );
  });
const eager = path.resolve('build/bench/eager.cjs');
const ours = path.resolve('build/bench/extension.js');
const bundle = (options) =>
  esbuild.build({
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', minify: true, logLevel: 'error' },
    external: ['vscode', 'cpu-features', '*.node'],
    ...options,
  });
await bundle({
  stdin: { contents: 'require("vscode-languageclient/node"); require("ssh2");', resolveDir: process.cwd() },
  outfile: eager,
});
await build('extension', { outdir: 'build/bench' });
await compare(
  'load of the main bundle',
  [
    ['languageclient + ssh2, eager', () => cold(eager)],
    ['this extension', () => cold(ours)],
  ],
  { count: rounds * 3, limit: 'at most 0.3' },
);

await rm(directory, { recursive: true, force: true });
await server.stop();
console.log(`\nNode ${process.version}, ${os.cpus().length} cores`);
