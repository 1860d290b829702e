import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EventLogFilter } from '../../../client/src/logs/eventLogFilter.ts';
import { fixture } from '../condor/fixture.ts';

const event = (number: string, id: string, text: string): string =>
  `${number} (${id}) 2026-11-22 17:22:02 ${text}\n\tdetail\n...\n`;
const own = (...events: readonly string[]): string => events.join('').replaceAll('\n...\n', '\n');

/** What a job's filter lets through of a log that comes in pieces. */
function through(log: Uint8Array, piece: number, id = { cluster: 12, proc: 0 }): string {
  const filter = new EventLogFilter(id);
  let seen = '';
  for (let at = 0; at < log.length; at += piece) seen += filter.append(log.subarray(at, at + piece));
  return seen;
}

describe('EventLogFilter', () => {
  const submitted = event('000', '012.000.000', 'Job submitted');
  const executing = event('001', '012.000.000', 'Job executing on host: é');
  const ended = event('005', '012.000.000', 'Job terminated');

  it('lets through the events of one job, however the log is cut', () => {
    const log = Buffer.from(
      submitted +
        event('000', '012.001.000', 'Job submitted') +
        executing +
        event('005', '112.000.000', 'Job terminated') +
        event('005', '12.000.000', 'of no HTCondor') +
        ended,
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (piece) => {
        assert.equal(through(log, piece), own(submitted, executing, ended));
      }),
    );
  });
  it('takes no event’s text for an event', () => {
    const hostile = event(
      '012',
      '112.000.000',
      'held: 005 (012.000.000) x\n005 (012.000.000) Job terminated\n\t005 (012.000.000) x\n....',
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (piece) => {
        assert.equal(through(Buffer.from(hostile + ended + hostile), piece), own(ended));
      }),
    );
  });
  it('gives all events of the logs of real jobs', () => {
    for (const [version, name] of [
      ['23.9.6', 'evicted-twice.log'],
      ['23.9.6', 'held.log'],
      ['23.9.6', 'removed.log'],
      ['23.9.6', 'requeued.log'],
      ['25.14.1', 'evicted-twice.log'],
      ['25.14.1', 'shim-killed.log'],
      ['25.14.1', 'starter-killed.log'],
    ] as const) {
      const log = fixture(version, name);
      const text = log.toString();
      const [, cluster, proc] = /^\d{3} \((\d+)\.(\d+)/.exec(text) ?? [];
      assert.ok(cluster !== undefined && proc !== undefined);
      const whole = text.slice(0, text.lastIndexOf('\n...\n') + 5);
      const id = { cluster: Number(cluster), proc: Number(proc) };
      assert.equal(through(log, 1000, id), own(whole), name);
      assert.equal(through(log, 1000, { ...id, proc: id.proc + 1 }), '');
    }
  });
  it('takes any bytes, keeps no more of an endless event than it must, and finds the events after it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const log = Buffer.concat([noise, Buffer.from('\n...\n'), Buffer.from(ended)]);
        assert.equal(through(log, 50), own(ended));
      }),
    );
    const endless = Buffer.from(`${'x'.repeat(999)}\n`.repeat(2000) + '...\n' + ended);
    assert.equal(through(endless, 65_536), own(ended));
  });
});
