import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Submissions, type KeptSync, type Submission } from '../../client/src/submissions.ts';

const submission: Submission = {
  accessPoint: 'ap',
  cluster: 12,
  firstProc: 0,
  lastProc: 2,
  submitFile: '/w/job.sub',
  localDirectory: '/w',
  ended: [],
};

function remembered(values = new Map<string, unknown>()): {
  submissions: Submissions;
  values: Map<string, unknown>;
} {
  const update = (key: string, value: unknown): Promise<void> => {
    // As VS Code keeps it: JSON.
    values.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  };
  return { submissions: new Submissions({ get: (key) => values.get(key), update }), values };
}

describe('Submissions', () => {
  it('remembers which jobs have not ended', async () => {
    const { submissions, values } = remembered();
    await submissions.add(submission);
    await submissions.markEnded('ap', [{ cluster: 12, proc: 1 }]);
    const later = remembered(values).submissions;
    assert.deepEqual(later.open('ap'), [
      { cluster: 12, proc: 0 },
      { cluster: 12, proc: 2 },
    ]);
    assert.deepEqual(later.open('other'), []);
    const isOpen = (proc: number, at = 'ap') => later.isOpen(at, { cluster: 12, proc });
    assert.deepEqual([isOpen(0), isOpen(1), isOpen(3), isOpen(0, 'other')], [true, false, false, false]);
  });
  it('finds the submission of a job, on its own access point only', async () => {
    const { submissions } = remembered();
    await submissions.add(submission);
    assert.deepEqual(submissions.find('ap', { cluster: 12, proc: 2 }), submission);
    assert.equal(submissions.find('ap', { cluster: 12, proc: 3 }), undefined);
    assert.equal(submissions.find('other', { cluster: 12, proc: 2 }), undefined);
  });
  it('takes what it cannot read as absent', () => {
    const { submissions } = remembered(
      new Map<string, unknown>([['submissions', [null, { cluster: 'x' }, submission]]]),
    );
    assert.deepEqual(submissions.all(), [submission]);
    assert.deepEqual(remembered(new Map([['submissions', 'broken']])).submissions.all(), []);
  });

  const directory = { accessPoint: 'ap', directory: '/w' };
  const file = { sha256: 'x', size: 1 };
  /** An upload or a fetch of one file, over a network that lets it through when `arrives` does. */
  const copy =
    (name: string, arrives: Promise<unknown>) =>
    async (sync: KeptSync): Promise<void> => {
      const files = sync.get()?.files ?? {};
      await arrives;
      await sync.set({ schema: 1, remoteDirectory: '/there', files: { ...files, [name]: file } });
    };
  const known = (submissions: Submissions): Promise<readonly string[]> =>
    submissions.withSync(directory, (sync) => Promise.resolve(Object.keys(sync.get()?.files ?? {})));

  it('forgets neither what was uploaded nor what was fetched meanwhile', async () => {
    const { submissions } = remembered();
    for (const [slow, quick] of [
      ['in', 'out'],
      ['next out', 'next in'],
    ] as const) {
      const arrives = openable();
      const first = submissions.withSync(directory, copy(slow, arrives.promise));
      const second = submissions.withSync(directory, copy(quick, Promise.resolve()));
      // All that the second can do while the first is under way is done.
      await setImmediate();
      arrives.open();
      await Promise.all([first, second]);
    }
    assert.deepEqual(await known(submissions), ['in', 'out', 'next out', 'next in']);
  });
  it('lets one access point’s copies wait for another’s, not for other directories’', async () => {
    const { submissions } = remembered();
    const done: string[] = [];
    const arrives = openable();
    const copies = [
      submissions.withSync(directory, () => arrives.promise.then(() => void done.push('first'))),
      ...[
        { ...directory, accessPoint: 'other' },
        { ...directory, directory: '/other' },
      ].map((one) =>
        submissions.withSync(one, () => {
          done.push(`${one.accessPoint} ${one.directory}`);
          return Promise.resolve();
        }),
      ),
    ];
    await setImmediate();
    assert.deepEqual(done, ['ap /other']);
    arrives.open();
    await Promise.all(copies);
    assert.deepEqual(done, ['ap /other', 'first', 'other /w']);
  });
  it('goes on after a copy that failed, and after one whose wait was given up', async () => {
    const { submissions } = remembered();
    const arrives = openable();
    const failed = submissions.withSync(directory, () =>
      arrives.promise.then(() => Promise.reject(new Error('lost'))),
    );
    const giveUp = new AbortController();
    const never = submissions.withSync(directory, copy('never', Promise.resolve()), giveUp.signal);
    const last = submissions.withSync(directory, copy('last', Promise.resolve()));
    giveUp.abort();
    await assert.rejects(never, { name: 'AbortError' }, 'at once: the first is still under way');
    arrives.open();
    await assert.rejects(failed, /lost/);
    await last;
    assert.deepEqual(await known(submissions), ['last']);
  });
});

function openable(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}
