import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseOptions, type Options } from '../../shim/src/options.ts';
import { allowedTime, makePlan, type PlanFacts } from '../../shim/src/plan.ts';
import { emptyRecord } from '../../shim/src/record.ts';
import { unknownHost } from './unknownHost.ts';

const optionsOf = (...args: readonly string[]): Options => {
  const options = parseOptions([...args, './foo']);
  assert.ok(options.kind === 'run');
  return options;
};
const job = {
  id: '1.0',
  inputs: [],
  listed: [],
  failedStarts: 0,
  retriesFailures: false,
  machineAd: new Map(),
} as const;
const plan = (args: readonly string[], more: Partial<PlanFacts> = {}) =>
  makePlan({
    options: optionsOf(...args),
    job,
    checkpointExitCode: undefined,
    allowed: 17_000,
    record: emptyRecord,
    ...more,
  });

/** As after a checkpoint that took so long. */
const slow = (milliseconds: number): PlanFacts['record'] => ({
  ...emptyRecord,
  sets: [
    {
      checkpoint: 1,
      slot: 0,
      images: [],
      saved: [],
      outputs: [],
      inputOffset: 0,
      milliseconds,
      failures: 0,
      madeOn: unknownHost,
    },
  ],
});

describe('the plan of a start', () => {
  it('hands checkpoints to HTCondor where the job has an exit code for it', () => {
    assert.deepEqual(plan(['--ckptint', '60'], { checkpointExitCode: 85 }), {
      ownInterval: 0,
      stopAfter: 60_000,
      environment: {},
      notes: [],
    });
    const own = plan(['--ckptint', '60']);
    assert.equal(own.ownInterval, 60);
    assert.equal(own.stopAfter, undefined);
    assert.match(own.notes.join(), /stay on this machine/);
    assert.equal(plan([], { checkpointExitCode: 85 }).stopAfter, undefined);
    const ages = plan(['--ckptint', '999999999'], { checkpointExitCode: 85 }).stopAfter ?? 0;
    assert.ok(ages < 2 ** 31, 'no timer takes more');
  });

  it('does not compress what could not be compressed in time', () => {
    assert.deepEqual(plan([]).environment, {});
    const large = plan([], { job: { ...job, requestMemory: 1024 } });
    assert.deepEqual(large.environment, { DMTCP_GZIP: '0' });
    assert.match(large.notes.join(), /not compressed: 1024 MB .* up to 42\.9 s, 17\.0 s are allowed/);
    assert.deepEqual(plan(['--gzip', 'on'], { job: { ...job, requestMemory: 1024 } }).environment, {
      DMTCP_GZIP: '1',
    });
    assert.deepEqual(plan(['--gzip', 'off']).environment, { DMTCP_GZIP: '0' });
  });

  it('makes checkpoints earlier when the last one took longer than is allowed', () => {
    const { notes, ownInterval } = plan([], { record: slow(40_000) });
    assert.match(notes.join(), /took 40\.0 s, but only 17\.0 s are allowed/);
    assert.equal(ownInterval, 400);
    assert.equal(plan(['--ckptint', '90'], { record: slow(40_000) }).ownInterval, 90);
    assert.equal(plan([], { record: slow(4_000) }).ownInterval, 0);
  });

  it('acts when no checkpoint was made in time: no compression from a new beginning on, and checkpoints in between', () => {
    const record = { ...emptyRecord, tooSlow: 17_000 };
    const again = plan([], { record });
    assert.match(
      again.notes.join(),
      /was given up after 17\.0 s: raise job_max_vacate_time;|images are not compressed from now on/,
    );
    assert.deepEqual(again.environment, { DMTCP_GZIP: '0' });
    assert.equal(again.ownInterval, 300);
    assert.deepEqual(plan(['--gzip', 'on'], { record }).environment, { DMTCP_GZIP: '1' });
    const restarted = plan([], { record: { ...slow(4_000), tooSlow: 17_000 } });
    assert.deepEqual(restarted.environment, {}, 'the images keep what they began with');
    assert.match(restarted.notes.join(), /--gzip off.*keeps the setting that it began with/);
    assert.equal(restarted.ownInterval, 300);
  });

  it('takes the time from the option, the ads, or ten minutes', () => {
    assert.equal(allowedTime(optionsOf('--checkpoint-timeout', '7'), { ...job, vacateSeconds: 20 }), 7_000);
    assert.equal(allowedTime(optionsOf(), { ...job, vacateSeconds: 20 }), 17_000);
    assert.equal(allowedTime(optionsOf(), { ...job, vacateSeconds: 2 }), 1_000);
    assert.equal(allowedTime(optionsOf(), job), 597_000);
  });
});
