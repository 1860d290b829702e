import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { sshQuestions } from '../../../client/src/commands/sshQuestions.ts';
import { KeptSecrets } from '../../../client/src/keptSecrets.ts';
import type { Ui } from '../../../client/src/ui.ts';

/** A person who types `answers` in turn, and says which of them are to be kept. */
function person(answers: readonly (string | undefined)[], keep = false) {
  const left = [...answers];
  const seen: string[] = [];
  const stored = new Map<string, string>();
  const memory = new Map<string, unknown>();
  let attended = true;
  const ui: Partial<Ui> = {
    ask: (message, detail, choices) => {
      seen.push(`${message} ${detail}`);
      const answer = left.shift();
      return Promise.resolve(choices.find((choice) => choice === answer));
    },
    askSecret: ({ title, prompt, mayKeep }) => {
      seen.push(`${title} | ${prompt}${mayKeep ? ' [keep]' : ''}`);
      const text = left.shift();
      return Promise.resolve(text === undefined ? undefined : { text, keep: keep && mayKeep });
    },
    askText: (title, prompt) => {
      seen.push(`${title} | ${prompt} [shown]`);
      return Promise.resolve(left.shift());
    },
  };
  const secrets = new KeptSecrets(
    {
      get: (key) => Promise.resolve(stored.get(key)),
      store: (key, value) => Promise.resolve(void stored.set(key, value)),
      delete: (key) => Promise.resolve(void stored.delete(key)),
    },
    { get: (key) => memory.get(key), update: (key, value) => Promise.resolve(void memory.set(key, value)) },
  );
  // The rest of Ui is not needed here.
  const questions = sshQuestions({ name: 'ap', ui: ui as Ui, secrets, attended: () => attended });
  return { questions, seen, stored, leave: () => (attended = false) };
}
const twoFactors = {
  who: 'me@ap',
  title: 'Two factors',
  prompts: [
    { text: 'Password: ', echo: false },
    { text: 'Verification code: ', echo: false },
  ],
  again: false,
};

describe('sshQuestions', () => {
  it('asks each prompt; offers to keep the password, not the code', async () => {
    const { questions, seen, stored } = person(['secret', '123456'], true);
    assert.deepEqual(await questions.askPrompts(twoFactors), ['secret', '123456']);
    assert.deepEqual(seen, [
      'me@ap asks (1 of 2): Two factors | Password: [keep]',
      'me@ap asks (2 of 2): Two factors | Verification code:',
    ]);
    assert.deepEqual([...stored.values()], ['secret']);
  });
  it('asks only for the code when the password is kept, and for both when they were refused', async () => {
    const { questions, seen, stored } = person(['secret', '1', '2', 'other', '3'], true);
    await questions.askPrompts(twoFactors);
    assert.deepEqual(await questions.askPrompts(twoFactors), ['secret', '2']);
    assert.equal(seen.length, 3);
    assert.deepEqual(await questions.askPrompts({ ...twoFactors, again: true }), ['other', '3']);
    assert.match(seen[3] ?? '', /That was not accepted/);
    assert.deepEqual([...stored.values()], ['other']);
  });
  it('shows what may be seen, and gives up when one question is dismissed', async () => {
    const { questions, seen } = person(['me', undefined]);
    const prompts = [{ text: 'Login: ', echo: true }, ...twoFactors.prompts];
    assert.equal(await questions.askPrompts({ ...twoFactors, title: '', prompts }), undefined);
    assert.match(seen[0] ?? '', /asks \(1 of 3\): Login: \| Login: \[shown\]/);
    assert.equal(seen.length, 2);
  });
  it('uses what is kept when nobody is there, and asks nothing', async () => {
    const { questions, seen, leave } = person(['secret'], true);
    assert.equal(await questions.askPassword('me@ap', false), 'secret');
    leave();
    assert.equal(await questions.askPassword('me@ap', false), 'secret');
    assert.equal(await questions.askPassword('me@ap', true), undefined);
    assert.equal(await questions.askPassphrase('/key', false), undefined);
    assert.equal(await questions.askPrompts(twoFactors), undefined);
    assert.equal(seen.length, 1);
  });
  it('shows an unknown host key, and writes it down only when told to', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-questions-'));
    try {
      const file = path.join(directory, 'known_hosts');
      const key = {
        ...{ host: 'ap', port: 22, keyType: 'ssh-ed25519', fingerprint: 'SHA256:x', otherKnownTypes: [] },
        ...{ hasAuthority: true, knownHostsLine: 'ap ssh-ed25519 AAAA', knownHostsFile: file },
      };
      const { questions, seen, leave } = person([undefined, 'Accept Once', 'Accept and Remember']);
      assert.equal(await questions.confirmUnknownHostKey(key), false);
      assert.match(seen[0] ?? '', /SHA256:x[\s\S]*@cert-authority/);
      assert.equal(await questions.confirmUnknownHostKey(key), true);
      await assert.rejects(readFile(file), { code: 'ENOENT' });
      assert.equal(await questions.confirmUnknownHostKey(key), true);
      assert.equal(await readFile(file, 'utf8'), 'ap ssh-ed25519 AAAA\n');
      leave();
      assert.equal(await questions.confirmUnknownHostKey(key), false);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
