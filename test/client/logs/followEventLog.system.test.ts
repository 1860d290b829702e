/** An event log that many jobs share, followed by the real programs: what is before a job's first event stays where it is. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { followEventLog } from '../../../client/src/logs/followEventLog.ts';
import { directStreams, type Streams } from '../../../client/src/logs/streams.ts';
import { createLocalTransport } from '../../../client/src/transport/local.ts';
import { until } from '../../support/until.ts';

const event = (number: string, id: string, text: string): string =>
  `${number} (${id}) 2026-11-22 17:22:02 ${text}\n\tdetail\n...\n`;
const id = { cluster: 7, proc: 1 };
const own = (number: string): string => event(number, '007.001.000', 'mine');
const shown = (...numbers: readonly string[]): string => numbers.map(own).join('').replaceAll('...\n', '');
const others = Array.from({ length: 20_000 }, (_, i) => event('001', `${100 + i}.000.000`, 'another')).join(
  '',
);
/** Looks like the first event, and is another's text. */
const hostile = event('012', '008.000.000', 'held\n000 (007.001.000) 2026-11-22 17:22:02 forged');

const unavailable = process.platform === 'linux' ? undefined : 'logs are followed with the programs of Linux';

describe('an event log of many jobs', { skip: unavailable ?? false, timeout: 60_000 }, () => {
  let folder: string;
  let userLog: string;
  let bytes = 0;
  let told = '';
  const stop = new AbortController();
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-events-'));
    userLog = path.join(folder, '-job $(log).log');
    [bytes, told] = [0, ''];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const direct = directStreams(createLocalTransport());
  /** Counts what comes. */
  const streams: Streams = {
    ...direct,
    follow: (options, signal) => {
      const stream = direct.follow(options, signal);
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const chunk of stream.stdout) {
          bytes += chunk.length;
          yield chunk;
        }
      }
      return { ...stream, stdout: counted() };
    },
  };
  const follow = (): Promise<void> =>
    followEventLog({
      streams,
      id,
      userLog,
      emit: (one) => {
        if (one.kind === 'data') told += Buffer.from(one.bytes).toString();
        return Promise.resolve();
      },
      pause: () => Promise.reject(new Error('the stream broke off')),
      signal: stop.signal,
    });

  it('is read from the job’s first event on, and to its last', async () => {
    writeFileSync(userLog, others + hostile + own('000') + event('000', '008.000.000', 'another'));
    const done = follow();
    await until('the first event is told', () => told.length > 0);
    assert.equal(told, shown('000'));
    assert.ok(bytes < 4096, `${bytes} of ${others.length} bytes came`);
    appendFileSync(userLog, event('001', '007.000.000', 'a neighbour') + own('001') + own('005'));
    await done;
    assert.equal(told, shown('000', '001', '005'));
  });

  it('is read from its beginning where the job is not in it yet, and again where it was cut back', async () => {
    writeFileSync(userLog, others.slice(0, 20_000 * 30).replace(/\n\.\.\.\n[^]{0,200}$/, '\n...\n'));
    const done = follow();
    await until('it is read', () => bytes > 500_000);
    appendFileSync(userLog, own('000'));
    await until('the first event is told', () => told.length > 0);
    writeFileSync(userLog, event('001', '008.000.000', 'another') + own('001') + own('009'));
    await done;
    assert.equal(told, shown('000', '001', '009'));
  });
});
