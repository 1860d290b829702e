import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseClassAd } from '../../shim/src/classAd.ts';
import { vacateSecondsOf } from '../../shim/src/job.ts';

const seconds = (job: string, machine: string): number | undefined =>
  vacateSecondsOf(parseClassAd(job), parseClassAd(machine));

describe('the time that an eviction allows', () => {
  it('is the smaller of what the job asks for and the machine allows', () => {
    assert.equal(seconds('JobMaxVacateTime = 60', 'MachineMaxVacateTime = 20'), 20);
    assert.equal(seconds('JobMaxVacateTime = 5', 'MachineMaxVacateTime = 20'), 5);
    assert.equal(seconds('', 'MachineMaxVacateTime = 600'), 600);
    assert.equal(seconds('JobMaxVacateTime = 5', ''), 5);
    assert.equal(seconds('', ''), undefined);
  });

  it('is that of the older command where the newer one is not set', () => {
    assert.equal(seconds('KillSigTimeout = 7', 'MachineMaxVacateTime = 20'), 7);
    assert.equal(seconds('KillSigTimeout = 7\nJobMaxVacateTime = 9', 'MachineMaxVacateTime = 20'), 9);
  });

  it('is the machine’s where the job’s is an expression', () => {
    assert.equal(seconds('JobMaxVacateTime = 2 * 60', 'MachineMaxVacateTime = 20'), 20);
  });
});
