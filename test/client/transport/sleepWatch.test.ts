import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { watchSleep } from '../../../client/src/transport/sleepWatch.ts';

describe('watchSleep', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => mock.timers.reset());

  it('tells once after each sleep, not while the machine is merely busy', () => {
    let now = 0;
    let woken = 0;
    const stop = watchSleep(
      () => woken++,
      () => now,
    );
    const pass = (milliseconds: number): void => {
      now += milliseconds;
      mock.timers.tick(10_000);
    };
    for (let i = 0; i < 5; i++) pass(10_000);
    pass(35_000);
    assert.equal(woken, 0);
    pass(3_600_000);
    pass(10_000);
    assert.equal(woken, 1);
    stop();
    pass(3_600_000);
    assert.equal(woken, 1);
  });
});
