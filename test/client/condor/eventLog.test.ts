import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EventLogDecoder, type JobEvent } from '../../../client/src/condor/eventLog.ts';
import { fixture } from './fixture.ts';

const decode = (bytes: Uint8Array): readonly JobEvent[] => new EventLogDecoder().append(bytes);

/** An event in one line; id and time left out. */
function brief(event: JobEvent): string {
  const { kind, id, time, ...rest } = event;
  assert.ok(id.cluster > 0 && time.length === 19);
  return [kind, ...Object.entries(rest).map(([key, value]) => `${key}=${String(value)}`)].join(' ');
}
const interesting = (events: readonly JobEvent[]): readonly string[] =>
  events.filter((event) => !['transfer', 'imageSize'].includes(event.kind)).map(brief);

describe('EventLogDecoder', () => {
  it('reads two evictions and an end of 23.9.6', () => {
    assert.deepEqual(interesting(decode(fixture('23.9.6', 'evicted-twice.log'))), [
      'submit host=127.0.0.1:9618',
      'execute host=127.0.0.1:9618 slot=slot1@127-0-0-1.pool.test scratch=/var/lib/condor/execute/dir_7402',
      'evicted bytesSent=3602425 requeued=false',
      'execute host=127.0.0.1:9618 slot=slot1@127-0-0-1.pool.test scratch=/var/lib/condor/execute/dir_7609',
      'evicted bytesSent=3616491 requeued=false',
      'execute host=127.0.0.1:9618 slot=slot1@127-0-0-1.pool.test scratch=/var/lib/condor/execute/dir_7810',
      'terminated exitCode=7',
    ]);
  });
  it('reads the codes and reasons of 25.14.1', () => {
    const evicted = decode(fixture('25.14.1', 'evicted-twice.log')).filter(
      (event) => event.kind === 'evicted',
    );
    assert.deepEqual(evicted.map(brief), [
      'evicted code=1022 reason=Job vacated by schedd bytesSent=3364533 requeued=false',
      'evicted code=1022 reason=Job vacated by schedd bytesSent=3378092 requeued=false',
    ]);
    const killed = interesting(decode(fixture('25.14.1', 'starter-killed.log')));
    assert.ok(
      killed.some((line) => line.startsWith('problem number=22 title=Job disconnected')),
      killed.join('\n'),
    );
    assert.ok(
      killed.some((line) => line.startsWith('evicted code=1008')),
      killed.join('\n'),
    );
  });
  it('reads holds, releases, removals, signals and requeued ends', () => {
    const held = interesting(decode(fixture('23.9.6', 'held.log')));
    assert.ok(held.includes('held reason=via condor_hold (by user alice) code=1 subcode=0'), held.join('\n'));
    assert.ok(held.includes('released reason=via condor_release (by user alice)'));
    const removed = interesting(decode(fixture('23.9.6', 'removed.log')));
    assert.equal(removed.at(-1), 'aborted reason=via condor_rm (by user alice)');
    const killed = interesting(decode(fixture('25.14.1', 'shim-killed.log')));
    assert.ok(killed.includes('terminated exitSignal=9'), killed.join('\n'));
    const requeued = decode(fixture('23.9.6', 'requeued.log')).filter((event) => event.kind === 'evicted');
    assert.ok(requeued.some((event) => event.requeued));
  });
  it('gives the same events however the bytes are cut', () => {
    const bytes = fixture('25.14.1', 'evicted-twice.log');
    const whole = decode(bytes);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 40 }), (cuts) => {
        const decoder = new EventLogDecoder();
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const events = places.flatMap((place, index) =>
          decoder.append(bytes.subarray(places[index - 1] ?? 0, place)),
        );
        assert.deepEqual(events, whole);
      }),
      { numRuns: 50 },
    );
  });
  it('passes over the events that are not wanted', () => {
    const bytes = fixture('25.14.1', 'evicted-twice.log');
    const wanted = new EventLogDecoder(new Set([4, 5])).append(bytes);
    assert.deepEqual(
      wanted,
      decode(bytes).filter((event) => event.kind === 'evicted' || event.kind === 'terminated'),
    );
    assert.equal(wanted.length, 3);
  });
  it('takes garbage, and finds the events in it', () => {
    const event = Buffer.from(
      '\n001 (001.002.000) 2026-11-22 17:15:48 Job executing on host: <h:1?x>\n...\n',
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const [found] = decode(Buffer.concat([noise, event]));
        assert.ok(found?.kind === 'execute' && found.host === 'h:1' && found.id.proc === 2);
      }),
    );
    assert.deepEqual(decode(Buffer.from('...\n...\n001 (a) b\n...\n')), []);
  });
  it('reads dates of older versions, and other events by number', () => {
    const [event] = decode(
      Buffer.from('028 (012.000.000) 11/22 17:15:48 Job ad information event triggered.\n...\n'),
    );
    assert.deepEqual(event, {
      kind: 'other',
      id: { cluster: 12, proc: 0 },
      time: '11/22 17:15:48',
      number: 28,
      title: 'Job ad information event triggered.',
    });
  });
  it('keeps no more of an endless event than it must', () => {
    const decoder = new EventLogDecoder();
    const line = Buffer.from('x'.repeat(1000) + '\n');
    for (let count = 0; count < 2000; count++) assert.deepEqual(decoder.append(line), []);
    const after = '001 (001.000.000) 2026-11-22 17:15:48 Job executing on host: <h>\n...\n';
    assert.equal(decoder.append(Buffer.from(after)).length, 1);
  });
});
