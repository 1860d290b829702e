import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOneTimeQuestion, KeptSecrets } from '../../client/src/keptSecrets.ts';

function world() {
  const stored = new Map<string, string>();
  const memory = new Map<string, unknown>();
  let asked = 0;
  const secrets = new KeptSecrets(
    {
      get: (key) => Promise.resolve(stored.get(key)),
      store: (key, value) => Promise.resolve(void stored.set(key, value)),
      delete: (key) => Promise.resolve(void stored.delete(key)),
    },
    {
      get: (key) => memory.get(key),
      update: (key, value) => Promise.resolve(void memory.set(key, value)),
    },
  );
  const answer = (again: boolean, text: string | undefined, keep: boolean): Promise<string | undefined> =>
    secrets.answer({ key: 'password me@ap', again }, () => {
      asked++;
      return Promise.resolve(text === undefined ? undefined : { text, keep });
    });
  return { stored, memory, secrets, answer, asked: () => asked };
}

describe('KeptSecrets', () => {
  it('keeps nothing unless that was chosen', async () => {
    const { stored, memory, answer, asked } = world();
    assert.equal(await answer(false, 'one', false), 'one');
    assert.equal(await answer(false, 'two', false), 'two');
    assert.deepEqual([stored.size, memory.size, asked()], [0, 0, 2]);
  });
  it('gives what is kept without asking', async () => {
    const { memory, answer, asked } = world();
    await answer(false, 'one', true);
    assert.equal(await answer(false, 'two', false), 'one');
    assert.equal(asked(), 1);
    assert.ok(!JSON.stringify([...memory]).includes('one'), 'the memory has names only');
  });
  it('deletes what was refused, and asks again', async () => {
    const { stored, answer, asked } = world();
    await answer(false, 'wrong', true);
    assert.equal(await answer(true, undefined, false), undefined);
    assert.deepEqual([stored.size, asked()], [0, 2]);
    assert.equal(await answer(false, 'right', true), 'right');
    assert.equal(await answer(false, undefined, false), 'right');
  });
  it('forgets everything when it is told to', async () => {
    const { stored, secrets, answer } = world();
    await answer(false, 'one', true);
    await secrets.answer({ key: 'passphrase /k', again: false }, () =>
      Promise.resolve({ text: 'two', keep: true }),
    );
    assert.equal(await secrets.forgetAll(), 2);
    assert.equal(stored.size, 0);
    assert.equal(await secrets.forgetAll(), 0);
  });
});

describe('isOneTimeQuestion', () => {
  it('knows what is good once only', () => {
    for (const text of [
      'Verification code: ',
      'One-time password (OATH) for `me`: ',
      'Passcode or option (1-3): ',
      'OTP:',
    ])
      assert.ok(isOneTimeQuestion(text), text);
    for (const text of ['Password: ', '(me@ap) Password:', 'PIN']) assert.ok(!isOneTimeQuestion(text), text);
  });
});
