// Following a file at 10,000 lines a second over a real sshd, against `ssh host tail -F`: `node test/bench/tail.mjs [SECONDS]`.
// A writer of its own appends lines that carry the time; both read the same file at the same time, and what counts is
// the ratio of their delays. Then 50 files over one connection, and what a flood of lines costs.
import { spawn } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers';
import { bundleParts, median } from './parts.mjs';

if (process.argv[2] === 'write') {
  // write FILE... : 10,000 lines a second together, until told to stop.
  const files = process.argv.slice(3).map((name) => openSync(name, 'a'));
  process.stdin.on('end', () => {
    for (const file of files) closeSync(file);
    process.exit(0);
  });
  process.stdin.resume();
  const began = performance.now();
  let lines = 0;
  const tick = () => {
    const due = Math.floor((performance.now() - began) * 10);
    for (let n = 0; lines < due && n < 50; n++, lines++) {
      writeSync(
        files[lines % files.length],
        `${performance.timeOrigin + performance.now()} ${String(lines).padStart(20)}\n`,
      );
    }
    setImmediate(tick);
  };
  tick();
} else {
  await bench(Number(process.argv[2] ?? 3));
}

async function bench(seconds) {
  // The medians of fewer differ from run to run by more than the limits leave.
  const rounds = 9;
  const { StreamHub, serverTransport, startSshServer, followFile } = await import(
    await bundleParts(
      'tail-parts.cjs',
      `export { StreamHub } from './client/src/logs/streamHub.ts';
        export { startSshServer } from './test/support/sshServer.ts';
        export { serverTransport } from './test/support/serverTransport.ts';
        export { followFile } from './test/client/logs/followFile.ts';`,
    )
  );
  const server = await startSshServer();
  const transport = serverTransport(server);
  const hub = new StreamHub(transport);
  const own = [];
  const peer = [];
  /** Notes how late each line of a chunk is. */
  const reader = (delays) => {
    let rest = '';
    return (bytes) => {
      const now = performance.timeOrigin + performance.now();
      const lines = (rest + Buffer.from(bytes).toString('latin1')).split('\n');
      rest = lines.pop();
      for (const line of lines) delays.push(now - Number(line.slice(0, line.indexOf(' '))));
    };
  };
  const run = async (names) => {
    own.length = peer.length = 0;
    for (const name of names) writeFileSync(name, '');
    const stop = new globalThis.AbortController();
    // As many listeners as files: no leak.
    setMaxListeners(0, stop.signal);
    const followers = names.map((name) => followFile(hub, name, stop.signal, reader(own)));
    const ssh = spawn('ssh', [
      ...[
        '-F',
        'none',
        '-p',
        String(server.port),
        '-i',
        server.userKey,
        '-o',
        `UserKnownHostsFile=${server.knownHostsFile}`,
      ],
      `${server.user}@${server.host}`,
      // Without headers: what counts is when the lines come.
      `exec tail -q -n +1 -F ${names.join(' ')}`,
    ]);
    ssh.stdout.on('data', reader(peer));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const writer = spawn(process.execPath, [import.meta.filename, 'write', ...names]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    own.length = peer.length = 0;
    const cpu = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const used = process.cpuUsage(cpu);
    writer.stdin.end();
    await new Promise((resolve) => setTimeout(resolve, 500));
    stop.abort();
    ssh.kill();
    await Promise.all(followers.map((follower) => follower.done));
    return {
      ours: summary(own),
      theirs: summary(peer),
      cpu: (used.user + used.system) / 1e6 / seconds,
      tails: transport.sessions.tails,
    };
  };
  const summary = (delays) => {
    const sorted = [...delays].sort((a, b) => a - b);
    return {
      lines: sorted.length,
      p50: sorted[sorted.length >> 1],
      p99: sorted[Math.floor(sorted.length * 0.99)],
    };
  };
  const show = (title, rounds) => {
    const ratio = (key) => median(rounds.map((r) => r.ours[key] / r.theirs[key]));
    const of = (who, key) => median(rounds.map((r) => r[who][key])).toFixed(2);
    console.log(
      `${title}: lines ${of('ours', 'lines')} / ${of('theirs', 'lines')}; p50 ${of('ours', 'p50')} / ${of('theirs', 'p50')} ms (${ratio('p50').toFixed(2)}x); ` +
        `p99 ${of('ours', 'p99')} / ${of('theirs', 'p99')} ms (${ratio('p99').toFixed(2)}x); this process ${median(rounds.map((r) => r.cpu * 100)).toFixed(0)} % of a core; ${rounds.at(-1).tails} session(s)`,
    );
  };
  try {
    const file = (i) => path.join(server.directory, `log${i}`);
    const one = [];
    for (let i = 0; i < rounds; i++) one.push(await run([file(0)]));
    show('one file', one);
    const fifty = [];
    for (let i = 0; i < rounds; i++) fifty.push(await run(Array.from({ length: 50 }, (_, n) => file(n + 1))));
    show('50 files', fifty);
  } finally {
    hub.dispose();
    transport.dispose();
    await server.stop();
  }
}
