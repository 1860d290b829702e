import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { JobAdStream } from '../../../client/src/condor/adStream.ts';
import { CondorError } from '../../../client/src/condor/condorError.ts';
import type { Job } from '../../../client/src/condor/job.ts';
import { decodeJob } from '../../../client/src/condor/jobAd.ts';
import { fixture } from './fixture.ts';

function read(text: string, cuts: readonly number[] = []): readonly Job[] {
  const bytes = Buffer.from(text);
  const stream = new JobAdStream('condor_q');
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  places.forEach((place, index) => stream.append(bytes.subarray(places[index - 1] ?? 0, place)));
  return stream.end();
}

/** As HTCondor lays ads out. */
const layOut = (ads: readonly object[]): string =>
  `[\n${ads.map((ad) => JSON.stringify(ad, null, 2)).join('\n,\n')}\n]\n`;

describe('JobAdStream', () => {
  for (const version of ['23.9.6', '25.14.1'] as const)
    it(`reads what condor_q of ${version} prints as JSON.parse does, however it is cut`, () => {
      const text = fixture(version, 'condor_q.json').toString();
      const expected = (JSON.parse(text) as unknown[]).map(decodeJob);
      fc.assert(
        fc.property(fc.array(fc.nat(), { maxLength: 20 }), (cuts) => {
          assert.deepEqual(read(text, cuts), expected);
        }),
        { numRuns: 50 },
      );
    });
  it('reads ads with any texts in them, in either layout', () => {
    const ad = fc.record({ ClusterId: fc.nat(), ProcId: fc.nat(), Cmd: fc.string(), Arguments: fc.string() });
    fc.assert(
      fc.property(fc.array(ad), fc.array(fc.nat()), fc.boolean(), (ads, cuts, compact) => {
        const text = compact ? JSON.stringify(ads) : layOut(ads);
        assert.deepEqual(
          read(text, cuts).map((job) => [job.command, job.arguments]),
          ads.map((one) => [one.Cmd, one.Arguments]),
        );
      }),
    );
  });
  it('reads thousands of ads, and one that is very long', () => {
    const ads = Array.from({ length: 3000 }, (_, i) => ({
      ClusterId: i,
      ProcId: 0,
      Cmd: 'x'.repeat(i % 300),
    }));
    ads.push({ ClusterId: 1, ProcId: 1, Cmd: '}\n]'.repeat(100_000) });
    assert.equal(read(layOut(ads), [70_000, 140_000]).at(-1)?.command.length, 300_000);
    assert.equal(read(layOut(ads)).length, 3001);
  });
  it('takes nothing for no jobs, and tells what is no list', () => {
    assert.deepEqual(read(''), []);
    assert.deepEqual(read(' \n'), []);
    assert.deepEqual(read('[\n]\n'), []);
    for (const text of [
      'Welcome!\n[\n]\n',
      '{"a":1}',
      '[\n{ "ClusterId": 1,\n',
      '[\n{ bad }\n]\n',
      layOut([{}]).slice(0, -3),
    ])
      assert.throws(
        () => read(text),
        (error) => error instanceof CondorError && error.reason === 'unexpectedOutput',
        text,
      );
  });
  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const stream = new JobAdStream('condor_q');
        stream.append(bytes);
        try {
          stream.end();
        } catch (error) {
          assert.ok(error instanceof CondorError);
        }
      }),
    );
  });
});
