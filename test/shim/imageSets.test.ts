import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  asideName,
  freeSlot,
  whenExhausted,
  withFailure,
  withSet,
  withoutSets,
} from '../../shim/src/imageSets.ts';
import { emptyRecord, filesOf, type ImageSet, type JobRecord } from '../../shim/src/record.ts';
import { unknownHost } from './unknownHost.ts';

const setOf = (checkpoint: number, slot: number): ImageSet => ({
  checkpoint,
  slot,
  images: [{ name: `ckpt_a.${slot}.dmtcp`, original: 'ckpt_a.dmtcp', size: checkpoint, sha256: '' }],
  saved: [],
  outputs: [],
  inputOffset: 0,
  milliseconds: 0,
  madeOn: unknownHost,
  failures: 0,
});

describe('image sets', () => {
  it('keep the newest ones, in slots of their own', () => {
    let record = emptyRecord;
    for (const checkpoint of [1, 2, 3]) record = withSet(record, setOf(checkpoint, freeSlot(record)), 2);
    assert.deepEqual(
      record.sets.map(({ checkpoint, slot }) => [checkpoint, slot]),
      [
        [3, 2],
        [2, 1],
      ],
    );
    assert.deepEqual(record.replaced, ['ckpt_a.0.dmtcp']);
    const next = withSet(record, setOf(4, freeSlot(record)), 2);
    assert.deepEqual(next.replaced, ['ckpt_a.1.dmtcp'], 'a name that is used again is not to be removed');
  });

  it('count failures, and have other names when they are set aside', () => {
    const record = withSet(withSet(emptyRecord, setOf(1, 0), 2), setOf(2, 1), 2);
    const [newest] = withFailure(record, setOf(2, 1)).sets;
    assert.equal(newest?.failures, 1);
    const after = withoutSets(record, record.sets.slice(0, 1));
    assert.deepEqual(
      after.sets.map(({ checkpoint }) => checkpoint),
      [1],
    );
    assert.deepEqual(after.setAside, ['ckpt_a.1.dmtcp.bad-2']);
  });

  it('let another machine try before the program begins again', () => {
    assert.deepEqual(
      [1, 2, 3].map((failed) => whenExhausted(failed, 3)),
      ['tryElsewhere', 'tryElsewhere', 'beginAgain'],
    );
  });
});

/** Files by name with the checkpoint that they hold: of a sandbox, and of the access point's spool. */
type Disk = Map<string, number>;

/**
 * A job's life as far as its images go. Every change of the disk is made in the shim's order, and may be cut short by a
 * crash; files travel as HTCondor transfers them: an eviction adds to the spool, a failed start leaves it as it was.
 */
class Life {
  disk: Disk = new Map();
  spool: { readonly files: Disk; record: JobRecord } = { files: new Map(), record: emptyRecord };
  record: JobRecord = emptyRecord;
  newest = 0;
  readonly bad = new Set<number>();

  constructor(readonly keep: number) {}

  /** @param crash steps after which the machine dies */
  checkpoint(crash: number): void {
    const set = setOf(this.newest + 1, freeSlot(this.record));
    this.newest++;
    const steps = [
      () => filesOf(set).forEach(({ name }) => this.disk.set(name, set.checkpoint)),
      () => (this.record = withSet({ ...this.record, checkpoints: set.checkpoint - 1 }, set, this.keep)),
      () => this.record.replaced.forEach((name) => this.disk.delete(name)),
    ];
    for (const one of steps.slice(0, crash)) one();
  }

  evict(): void {
    for (const [name, held] of this.disk) this.spool.files.set(name, held);
    this.spool.record = this.record;
    this.start();
  }

  start(): void {
    this.disk = new Map(this.spool.files);
    this.record = this.spool.record;
    for (const name of this.record.replaced) this.disk.delete(name);
  }

  /** Tries the sets in turn; the first that is not bad runs, and those before it are set aside. */
  restart(): void {
    const index = this.record.sets.findIndex(({ checkpoint }) => !this.bad.has(checkpoint));
    const failed = index < 0 ? [...this.record.sets] : this.record.sets.slice(0, index);
    for (const set of failed) {
      for (const { name } of filesOf(set)) {
        const held = this.disk.get(name);
        this.disk.delete(name);
        if (held !== undefined) this.disk.set(asideName(name, set), held);
      }
    }
    for (const set of failed) this.record = withFailure(this.record, set);
    if (failed.length > 0) this.record = withoutSets(this.record, failed);
  }

  check(): void {
    for (const set of this.record.sets) {
      for (const { name } of filesOf(set))
        assert.equal(this.disk.get(name), set.checkpoint, `${name} is what was written`);
    }
    for (const name of this.record.setAside) assert.ok(this.disk.has(name), `${name} is still there`);
    assert.ok(this.record.sets.length <= this.keep);
  }
}

describe('image sets, in any order of events', () => {
  const event = fc.record({ what: fc.nat(5), crash: fc.nat(3), bad: fc.boolean() });

  it('no recorded image is ever overwritten or lost, nor one that was set aside', () => {
    let restarted = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(event, { maxLength: 40 }), (keep, events) => {
        const life = new Life(keep);
        for (const { what, crash, bad } of events) {
          if (what <= 1) {
            if (bad) life.bad.add(life.newest + 1);
            life.checkpoint(3);
          } else if (what === 2) {
            life.checkpoint(crash);
            if (crash < 2) life.newest = life.record.checkpoints;
          } else if (what === 3) life.evict();
          else if (what === 4) life.start();
          else {
            const before = life.record.sets.some(({ checkpoint }) => !life.bad.has(checkpoint));
            life.restart();
            if (before) {
              restarted++;
              assert.ok(life.record.sets.length > 0, 'a good set stays');
            }
          }
          life.newest = life.record.checkpoints;
          life.check();
        }
      }),
      { numRuns: 2000 },
    );
    assert.ok(restarted > 100);
  });
});
