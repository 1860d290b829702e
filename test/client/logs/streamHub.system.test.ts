/** The hub over this machine's own programs: what runs in it, and what a channel that is cut thousands of times loses. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { StreamHub } from '../../../client/src/logs/streamHub.ts';
import { createLocalTransport } from '../../../client/src/transport/local.ts';
import type { Stream, StreamEnd, Transport } from '../../../client/src/transport/transport.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';
import { until } from '../../support/until.ts';
import { followFile } from './followFile.ts';

const skip = spawnSync('perl', ['-v']).status === 0 ? false : 'there is no perl on this machine';

async function outputOf(stream: Stream): Promise<{ readonly text: string; readonly end: StreamEnd }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.stdout) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString('latin1'), end: await stream.closed };
}

/** A transport whose streams break off after some bytes, wherever that is. */
function cutting(
  transport: Transport,
  bytesUntilCut: () => number,
): Transport & { readonly cuts: () => number } {
  let cuts = 0;
  return {
    ...transport,
    cuts: () => cuts,
    stream: (argv, options) => {
      const stream = transport.stream(argv, options);
      let cut = false;
      async function* stdout(): AsyncGenerator<Uint8Array> {
        let left = bytesUntilCut();
        for await (const chunk of stream.stdout) {
          yield chunk.subarray(0, left);
          left -= chunk.length;
          if (left > 0) continue;
          cut = true;
          cuts++;
          stream.kill();
          return;
        }
      }
      const closed = stream.closed.then((end): StreamEnd =>
        cut ? { kind: 'failed', error: new TransportError('disconnected', 'cut'), stderr: '' } : end,
      );
      return { stdout: stdout(), kill: () => stream.kill(), closed };
    },
  };
}

describe('the hub', { skip, timeout: 300_000 }, () => {
  const transport = createLocalTransport();
  let directory: string;
  before(() => (directory = mkdtempSync(path.join(tmpdir(), 'dmtcp-condor-hub-'))));
  after(() => {
    transport.dispose();
    rmSync(directory, { recursive: true });
  });

  it('runs programs: their output, exit code, and last words', async () => {
    const hub = new StreamHub(transport);
    const hostile = "a b'\n$(x)`y`\\ é -n";
    const results = await Promise.all([
      outputOf(hub.run(['printf', '%s', hostile])),
      outputOf(hub.run(['sh', '-c', 'echo out; echo err >&2; exit 7'])),
      outputOf(hub.run(['sh', '-c', 'kill -9 $$'])),
      outputOf(hub.run(['no-such-program-here'])),
      outputOf(hub.run(['head', '-c', '5000000', '/dev/zero'])),
    ]);
    const [said, failed, killed, missing, large] = results;
    assert.equal(Buffer.from(said.text, 'latin1').toString(), hostile);
    assert.deepEqual(failed, {
      text: 'out\n',
      end: { kind: 'exit', code: 7, signal: undefined, stderr: 'err\n' },
    });
    assert.ok(killed.end.kind === 'exit' && killed.end.signal === 'SIGKILL', JSON.stringify(killed.end));
    assert.ok(missing.end.kind === 'failed' && missing.end.error.reason === 'commandNotFound');
    assert.equal(large.text.length, 5_000_000);
    hub.dispose();
  });
  it('holds back what nobody reads, and nothing else', async () => {
    const hub = new StreamHub(transport);
    const unread = hub.run([
      'sh',
      '-c',
      `while :; do head -c 100000 /dev/zero; echo >>${directory}/written; done`,
    ]);
    const read = await outputOf(hub.run(['head', '-c', '3000000', '/dev/zero']));
    assert.equal(read.text.length, 3_000_000);
    const lines = (): number =>
      Number(
        spawnSync('wc', ['-c', `${directory}/written`])
          .stdout.toString()
          .split(' ')[0],
      );
    let last = -1;
    await until('it stands still', () => {
      const now = lines();
      const still = now > 0 && now === last;
      last = now;
      return still;
    });
    assert.ok(last < 30, `${last} times 100 kB were written ahead`);
    unread.kill();
    assert.equal((await unread.closed).kind, 'killed');
    hub.dispose();
  });
  it('ends what is killed, and everything when it ends itself', async () => {
    const hub = new StreamHub(transport);
    const marker = String(70_000 + (process.pid % 9000));
    const sleepers = (): number =>
      spawnSync('ps', ['-e', '-o', 'args='])
        .stdout.toString()
        .split('\n')
        .filter((line) => line === `sleep ${marker}`).length;
    const one = hub.run(['sleep', marker]);
    const two = hub.run(['sleep', marker]);
    await until('both run', () => sleepers() === 2);
    one.kill();
    await until('one has ended', () => sleepers() === 1);
    hub.dispose();
    await until('both have ended', () => sleepers() === 0);
    assert.equal((await two.closed).kind, 'failed');
  });
  it('gives each stream a session of its own where there is no perl', async () => {
    const without: Transport = {
      ...transport,
      stream: (argv, options) => transport.stream(argv[0] === 'perl' ? ['no-such-perl'] : argv, options),
    };
    const hub = new StreamHub(without);
    const many = await Promise.all(['1', '2', '3'].map((n) => outputOf(hub.run(['echo', n]))));
    assert.deepEqual(
      many.map(({ text }) => text),
      ['1\n', '2\n', '3\n'],
    );
    assert.equal((await outputOf(hub.run(['sh', '-c', 'exit 3']))).end.kind, 'exit');
  });
  it('loses and doubles nothing of 8 growing, rotating files over 1,000 cuts', async () => {
    let random = 12345;
    const next = (below: number): number =>
      (random = (random * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const over = cutting(transport, () => 1 + next([300, 3000, 60_000][next(3)] ?? 1));
    const hub = new StreamHub(over);
    const stop = new AbortController();
    const files = Array.from({ length: 8 }, (_, i) => {
      const name = path.join(directory, `log ${i}`);
      writeFileSync(name, '');
      return { name, text: '', lines: 0, renames: 0, renamedAt: 0, seen: followFile(hub, name, stop.signal) };
    });
    const write = (file: (typeof files)[number]): void => {
      const seen = file.seen.length();
      // More than a few frames behind, it would take a busy machine minutes to catch up between cuts.
      if (file.text.length - seen > 100_000) return;
      const lines = Array.from({ length: next(200) }, () => `line ${++file.lines}\n`).join('');
      appendFileSync(file.name, lines);
      file.text += lines;
      // Renamed twice before anybody looks, a file cannot be found again.
      if (next(100) !== 0 || seen < file.renamedAt + 1) return;
      renameSync(file.name, `${file.name}.${++file.renames}`);
      file.renamedAt = file.text.length;
    };
    const state = (): string =>
      JSON.stringify([over.cuts(), files.map((f) => [f.seen.length(), f.text.length, f.renames])]);
    try {
      await until(
        '1,000 cuts',
        () => {
          files.forEach(write);
          return over.cuts() >= 1000;
        },
        { everyMs: 2, timeoutMs: 180_000, describe: state },
      );
      const complete = (): boolean => files.every((f) => f.seen.length() >= f.text.length);
      await until('everything is seen', complete, { timeoutMs: 60_000, describe: state });
    } finally {
      stop.abort();
      hub.dispose();
    }
    await Promise.all(files.map((file) => file.seen.done));
    for (const { name, text, seen } of files) assert.ok(seen.bytes().toString() === text, `${name} is exact`);
    assert.ok(
      files.some((file) => file.renames > 1),
      state(),
    );
  });
});
