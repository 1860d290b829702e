/** The follower's script in a real shell, on files that change while it runs. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { FileState, positionsOf } from '../../../client/src/logs/fileState.ts';
import {
  commandLine,
  followScript,
  shellScript,
  type FileSet,
  type FollowOptions,
} from '../../../client/src/logs/followScript.ts';
import { FrameDecoder } from '../../../client/src/logs/frames.ts';
import { until } from '../../support/until.ts';

const literal = (name: string, directory = ''): FileSet => ({ directory, names: { kind: 'literal', name } });
const pattern = (text: string, directory = ''): FileSet => ({
  directory,
  names: { kind: 'pattern', pattern: text },
});

const unavailable = process.platform === 'linux' ? false : 'GNU stat and tail are not on this machine';
const perl = spawnSync('perl', ['-v']).status === 0;

for (const { name, script } of [
  { name: 'perl', script: followScript },
  { name: 'the shell', script: shellScript },
]) {
  const skip = unavailable || (name === 'perl' && !perl ? 'there is no perl on this machine' : false);
  describe(`the follower of ${name}`, { skip }, () => {
    let directory = '';
    const running: (() => Promise<void>)[] = [];
    beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), 'follow-'))));
    afterEach(async () => {
      await Promise.all(running.splice(0).map((stop) => stop()));
      rmSync(directory, { recursive: true });
    });
    const at = (name: string | Buffer): string | Buffer =>
      typeof name === 'string'
        ? path.join(directory, name)
        : Buffer.concat([Buffer.from(`${directory}/`), name]);

    /** Follows; what is known of each file by its path, as a person has seen it. */
    function follow(
      sets: readonly FileSet[],
      once = false,
      files = new Map<string, FileState>(),
      most?: number,
    ) {
      const seen = new Map<string, Buffer>();
      const skipped = new Map<string, number>();
      const decoder = new FrameDecoder();
      const state = { complete: false };
      const options: FollowOptions = {
        sets,
        positions: positionsOf(files),
        once,
        ...(most === undefined ? {} : { most }),
      };
      const child = spawn('sh', ['-c', commandLine(script(options))], { cwd: directory });
      const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
      let complaints = '';
      child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
      child.stdout.on('data', (data: Buffer) => {
        for (const frame of decoder.append(data)) {
          if (frame.kind === 'complete') state.complete = true;
          assert.notEqual(frame.kind, 'noise');
          if (frame.kind !== 'data') continue;
          const file =
            files.get(frame.path) ?? new FileState({ key: frame.path, name: frame.path, kind: 'other' });
          files.set(frame.path, file);
          for (const event of file.take(frame).events) {
            const before = seen.get(frame.path) ?? Buffer.alloc(0);
            if (event.kind === 'data') seen.set(frame.path, Buffer.concat([before, event.bytes]));
            if (event.kind === 'truncated') seen.set(frame.path, before.subarray(0, event.to));
            if (event.kind === 'skipped') skipped.set(frame.path, event.bytes);
          }
        }
      });
      const stop = async (): Promise<void> => {
        child.kill();
        await closed;
        assert.equal(complaints, '');
      };
      running.push(stop);
      const shows = (name: string, content: string | Buffer): Promise<true> =>
        until(
          `${JSON.stringify(name)} is shown`,
          () => (seen.get(name) ?? Buffer.alloc(0)).equals(Buffer.from(content)),
          {
            describe: () => JSON.stringify([...seen].map(([key, bytes]) => [key, bytes.length])) + complaints,
          },
        );
      return { seen, skipped, files, state, shows, stop, closed };
    }

    it('tells what is appended, in files that come while it runs', async () => {
      writeFileSync(at('a.log'), 'one\n');
      const { shows } = follow([pattern('*.log'), literal('named')]);
      await shows('a.log', 'one\n');
      appendFileSync(at('a.log'), 'two');
      await shows('a.log', 'one\ntwo');
      writeFileSync(at('b.log'), '');
      appendFileSync(at('b.log'), 'late\n');
      writeFileSync(at('named'), 'x');
      await shows('b.log', 'late\n');
      await shows('named', 'x');
    });
    it('passes names and contents of any bytes', async () => {
      const names = [
        Buffer.from("it's.log"),
        Buffer.from('a b\n$(touch owned)`x`.log'),
        Buffer.from('-n.log'),
        Buffer.from('*.log'),
        Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('.log')]),
      ];
      const content = Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256));
      for (const name of names) writeFileSync(at(name), content);
      const { shows, files, stop } = follow([pattern('*.log')]);
      for (const name of names) await shows(name.toString('latin1'), content);
      await stop();
      // And again from where it was, with the names now written into the script.
      for (const name of names) appendFileSync(at(name), 'more');
      const again = follow([pattern('*.log')], false, files);
      for (const name of names) await again.shows(name.toString('latin1'), 'more');
      assert.deepEqual([...again.seen.keys()].filter((name) => name.includes('owned')).length, 1);
    });
    it('goes on where it was, and sees a file that was cut back', async () => {
      const text = Array.from({ length: 500 }, (_, i) => `${i}\n`).join('');
      writeFileSync(at('out'), text);
      const { shows } = follow([literal('out')]);
      await shows('out', text);
      truncateSync(at('out').toString(), 1000);
      await shows('out', text.slice(0, 1000));
      appendFileSync(at('out'), 'again\n');
      await shows('out', `${text.slice(0, 1000)}again\n`);
    });
    it('reads large files in pieces, and ends by itself with `once`', async () => {
      mkdirSync(at('deep').toString());
      const large = Buffer.alloc(1_500_000, 'line of text\n');
      writeFileSync(at('deep/large'), large);
      const { seen, state, closed } = follow(
        [literal('large', path.join(directory, 'deep')), literal('missing')],
        true,
      );
      await closed;
      assert.ok(state.complete);
      assert.deepEqual([...seen.keys()], [path.join(directory, 'deep/large')]);
      assert.ok([...seen.values()][0]?.equals(large));
    });
    it('follows no link: a job could point one anywhere', async () => {
      writeFileSync(at('real'), 'x');
      const { symlinkSync } = await import('node:fs');
      symlinkSync('/etc/passwd', at('link').toString());
      const { seen, closed } = follow([literal('link'), literal('real')], true);
      await closed;
      assert.deepEqual([...seen.keys()], ['real']);
    });

    // The shell’s own does not know files by their identity.
    if (name !== 'perl') return;
    it('reads a file that is renamed to its end, then the new one: connected or not', async () => {
      const numbers = (from: number, to: number): string =>
        Array.from({ length: to - from }, (_, i) => `line ${from + i}\n`).join('');
      writeFileSync(at('log'), numbers(0, 100));
      const first = follow([literal('log')]);
      await first.shows('log', numbers(0, 100));
      renameSync(at('log'), at('log.1'));
      appendFileSync(at('log.1'), numbers(100, 200));
      writeFileSync(at('log'), numbers(200, 300));
      await first.shows('log', numbers(0, 300));
      await first.stop();
      // While nobody looks, twice as much is written to both.
      appendFileSync(at('log'), numbers(300, 400));
      renameSync(at('log'), at('log.2'));
      writeFileSync(at('log'), numbers(400, 1000));
      const again = follow([literal('log')], false, first.files);
      await again.shows('log', numbers(300, 1000));
    });
    it('goes on in a file that is written anew as a whole, and grows', async () => {
      const text = Array.from({ length: 100 }, (_, i) => `${i}\n`).join('');
      writeFileSync(at('log'), text);
      const { shows } = follow([literal('log')]);
      await shows('log', text);
      writeFileSync(at('log.new'), `${text}more\n`);
      renameSync(at('log.new'), at('log'));
      await shows('log', `${text}more\n`);
    });
    it('sees a file that was cut and written again between two looks', async () => {
      writeFileSync(at('log'), 'a\n'.repeat(100));
      const { shows } = follow([literal('log')]);
      await shows('log', 'a\n'.repeat(100));
      writeFileSync(at('log'), 'b\n'.repeat(500));
      await shows('log', 'b\n'.repeat(500));
    });
    it('leaves out the beginning of what is long already', async () => {
      const text = Array.from({ length: 10_000 }, (_, i) => `${i}\n`).join('');
      writeFileSync(at('log'), text);
      const { shows, skipped } = follow([literal('log')], false, new Map(), 1000);
      await shows('log', text.slice(-1000));
      assert.equal(skipped.get('log'), text.length - 1000);
      appendFileSync(at('log'), 'more\n');
      await shows('log', `${text.slice(-1000)}more\n`);
    });
    it('ends when its input does, where that was open', async () => {
      const child = spawn(
        'sh',
        ['-c', commandLine(script({ sets: [literal('log')], positions: new Map(), once: false }))],
        {
          cwd: directory,
        },
      );
      const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
      child.stdin.write('\n');
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.stdin.end();
      await closed;
    });
  });
}
