import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Job } from '../../../client/src/condor/job.ts';
import { FirstErrorFinder, judge, type FirstError } from '../../../client/src/dmtcp/verdict.ts';
import type { ShimEvent } from '../../../shim/src/protocol.ts';

const job = (fields: Partial<Job>): Job => ({
  id: { cluster: 7, proc: 0 },
  status: 'completed',
  owner: 'alice',
  command: '/x',
  arguments: '',
  runSeconds: 10,
  starts: 1,
  shadowStarts: 1,
  initialDirectory: '/x',
  ...fields,
});
const base = { schema: 1, time: 1, job: '7.0' };
const start: ShimEvent = {
  ...base,
  event: 'start',
  start: 1,
  shimVersion: '1',
  host: 'h',
  sandbox: '/s',
  command: [],
};
const checkpoint: ShimEvent = {
  ...base,
  event: 'checkpoint',
  milliseconds: 1,
  bytes: 1,
  images: [],
  reason: 'vacate',
};
const exit = (outcome: 'completed' | 'evicted' | 'failed', code: number): ShimEvent => ({
  ...base,
  event: 'exit',
  outcome,
  code,
  message: 'no images',
});

describe('judge', () => {
  it('counts restarts and checkpoints by the shim’s events', () => {
    const events = [
      start,
      checkpoint,
      exit('evicted', 0),
      start,
      checkpoint,
      exit('evicted', 0),
      start,
      exit('completed', 0),
    ];
    const verdict = judge({ job: job({ exitCode: 0, starts: 2 }), events });
    assert.deepEqual(
      [verdict.kind, verdict.exitCode, verdict.restarts, verdict.checkpoints],
      ['completed', 0, 2, 2],
    );
    assert.equal(
      verdict.text,
      'Job 7.0 completed with exit code 0 after 2 restarts and 2 checkpoints; no ERROR in its DMTCP logs.',
    );
  });
  it('tells of a program that ran unprotected at last', () => {
    const unprotected: ShimEvent = { ...base, event: 'unprotected', pid: 5 };
    const running: ShimEvent = { ...base, event: 'running', pid: 5, restartedFrom: [] };
    const text = (...events: readonly ShimEvent[]): string => judge({ events }).text;
    assert.match(text(start, unprotected, exit('completed', 0)), /ran without DMTCP inside/);
    const elsewhere = [start, unprotected, exit('failed', 125), start, running, exit('completed', 0)];
    assert.doesNotMatch(text(...elsewhere), /without DMTCP/);
  });
  it('does not take a program’s own exit code for a failure', () => {
    const verdict = judge({ job: job({ exitCode: 7 }), events: [start, exit('completed', 7)] });
    assert.deepEqual([verdict.kind, verdict.exitCode], ['completed', 7]);
  });
  it('says what the shim, a signal, or a removal ended', () => {
    const failed = judge({ job: job({ exitCode: 120 }), events: [start, exit('failed', 120)] });
    assert.equal(failed.kind, 'failed');
    assert.match(failed.text, /^Job 7\.0 failed with exit code 120 .* The shim says: no images$/);
    const killed = judge({ job: job({ exitSignal: 9 }), events: [start] });
    assert.deepEqual([killed.kind, killed.exitSignal], ['failed', 9]);
    const removed = judge({
      job: job({ status: 'removed', removeReason: 'via condor_rm' }),
      events: [start, exit('evicted', 0)],
    });
    assert.match(removed.text, /^Job 7\.0 was removed \(via condor_rm\)/);
    assert.deepEqual([removed.kind, removed.exitCode], ['removed', undefined]);
  });
  it('uses HTCondor’s count where the shim left no events, and the shim’s word where HTCondor has none', () => {
    assert.equal(judge({ job: job({ starts: 3, exitCode: 0 }), events: [] }).restarts, 2);
    assert.equal(judge({ events: [start, exit('completed', 0)] }).kind, 'completed');
    assert.equal(judge({ events: [] }).kind, 'unknown');
    assert.equal(judge({ events: [start, exit('evicted', 0)] }).kind, 'unknown');
  });
  it('shows the first error', () => {
    const firstError = { file: 'x.log', line: 3, text: 'no' };
    assert.match(
      judge({ job: job({}), events: [], firstError }).text,
      /the first ERROR is in x\.log, line 3: no/,
    );
  });
});

describe('FirstErrorFinder', () => {
  const find = (...pieces: readonly string[]): FirstError | undefined => {
    const finder = new FirstErrorFinder('a.log');
    pieces.forEach((piece) => finder.append(piece));
    return finder.firstError;
  };
  const log = readFileSync('test/client/fixtures/dmtcp/4.2.0-file-missing.log', 'latin1');
  it('finds it, with the part of a log of logs that it is in', () => {
    const found = find('==> dmtcpworker.x.log <==\n', log);
    assert.equal(found?.line, 97);
    assert.match(
      found.text,
      /^fileconnection\.cpp:379 in refill: JASSERT\(false\) failed.*\[dmtcpworker\.x\.log\]$/,
    );
  });
  it('finds none where there is none', () => {
    assert.equal(find(readFileSync('test/client/fixtures/dmtcp/2.6.0-socket.log', 'latin1')), undefined);
  });
  it('finds the same however the text is cut', () => {
    const whole = find(log);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: log.length }), { maxLength: 10 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), log.length];
        assert.deepEqual(
          find(...places.map((place, index) => log.slice(places[index - 1] ?? 0, place))),
          whole,
        );
      }),
      { numRuns: 30 },
    );
  });
});
