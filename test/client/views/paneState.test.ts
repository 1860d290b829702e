import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { readPaneState } from '../../../client/src/views/logPane/paneState.ts';

const state = { accessPoint: 'ap', job: '12.0', level: 2, hidden: ['dmtcp jassertlog'] } as const;

describe('readPaneState', () => {
  it('reads what a page keeps', () => {
    assert.deepEqual(readPaneState(JSON.parse(JSON.stringify(state))), state);
  });
  it('knows no job where none is named clearly', () => {
    for (const value of [
      undefined,
      null,
      'ap 12.0',
      [],
      {},
      { ...state, accessPoint: '' },
      { ...state, accessPoint: ['ap'] },
      { ...state, accessPoint: 'a'.repeat(10_000) },
      { ...state, job: 12 },
      { ...state, job: '12' },
      { ...state, job: ' 12.0' },
      { ...state, job: '12.0; rm -rf ~' },
      { ...state, job: '12.-1' },
      { ...state, job: '9'.repeat(16) + '.0' },
    ])
      assert.equal(readPaneState(value), undefined, inspect(value).slice(0, 80));
  });
  it('takes of the settings what it understands', () => {
    const { accessPoint, job } = state;
    const read = (more: unknown) => readPaneState({ accessPoint, job, ...(more as object) });
    assert.deepEqual(read({}), { accessPoint, job, level: 1, hidden: [] });
    assert.deepEqual(read({ level: 9, hidden: 'all' }), { accessPoint, job, level: 1, hidden: [] });
    assert.deepEqual(read({ level: 0, hidden: [1, 'a', '', {}] }), {
      ...{ accessPoint, job, level: 0, hidden: ['a'] },
    });
    assert.equal(read({ hidden: Array.from({ length: 1000 }, String) })?.hidden.length, 200);
  });
  it('keeps nothing else, whatever it is given', () => {
    const some = fc.record(
      { accessPoint: fc.anything(), job: fc.anything(), level: fc.anything(), hidden: fc.anything() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), some), (value) => {
        const read = readPaneState(value);
        if (read === undefined) return;
        assert.deepEqual(Object.keys(read), ['accessPoint', 'job', 'level', 'hidden']);
        assert.deepEqual(readPaneState(JSON.parse(JSON.stringify(read))), read);
      }),
    );
  });
});
