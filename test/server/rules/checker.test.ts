import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CheckOptions } from '../../../server/src/rules/check.ts';
import { checkFile } from '../../../server/src/rules/check.ts';
import { Checker } from '../../../server/src/rules/checker.ts';
import { newestVersion, parse, reparse } from '../../../server/src/submit/index.ts';
import { editedTexts } from '../support/edits.ts';

const versions = [newestVersion, { major: 23, minor: 9, patch: 6 }] as const;

test('checker: after any edits the same as a check of the whole text', () => {
  let followed = 0;
  fc.assert(
    fc.property(editedTexts, fc.constantFrom(...versions), ([first, ...edited], version) => {
      const options: CheckOptions = { version, fileExists: (path) => path.length % 2 === 0 };
      let file = parse(first, { version });
      let checker = Checker.of(file, options);
      for (const text of edited) {
        const change = reparse(file, text, version);
        const isFollowed = change !== undefined && checker?.update(change) === true;
        file = change?.file ?? parse(text, { version });
        if (isFollowed) followed++;
        else checker = Checker.of(file, options);
        if (checker !== undefined)
          assert.deepEqual(checker.diagnostics, checkFile(parse(text, { version }), options));
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 400) },
  );
  assert.ok(followed > 50, `${followed}`);
});

test('checker: follows an edit to lines that are far from it', () => {
  const pairs = [
    // Through other macros.
    [
      'a = 1\nb = $(a)\nc = $(b)\n+X = $(c) + 1\nqueue\n',
      'a = (\nb = $(a)\nc = $(b)\n+X = $(c) + 1\nqueue\n',
    ],
    // Through a name that is put together.
    [
      'm1 = 2\nn = 1\ny = $(m$(n))\n+X = $(y) + 1\nqueue\n',
      'm1 = (\nn = 1\ny = $(m$(n))\n+X = $(y) + 1\nqueue\n',
    ],
    // A name that a misspelt one can stand for.
    ['output = $(somename)\nlog = a\nqueue\n', 'output = $(somename)\nsomenam = 1\nlog = a\nqueue\n'],
    // An attribute, which counts as set.
    ['b = $(foo)\noutput = $(b)\nMY.foo = 1\nqueue\n', 'b = $(foo)\noutput = $(b)\nqueue\n'],
    // A word in the value of another attribute.
    ['+A = word\nMY.word = 1\nqueue\n', '+A = word\nqueue\n'],
    // What nothing uses any more.
    ['a = 1\nb = $(a)\noutput = $(b)\nqueue\n', 'a = 1\nb = 2\noutput = $(b)\nqueue\n'],
    // A circle.
    ['a = $(b)\nb = 1\noutput = $(a)\nqueue\n', 'a = $(b)\nb = $(a)\noutput = $(a)\nqueue\n'],
    // The line of a second assignment.
    ['log = a\nx = $(y)\nlog = b\nqueue\n', 'log = a\nx = 1\n\nlog = b\nqueue\n'],
  ] as const;
  for (const pair of [...pairs, ...pairs.map(([a, b]) => [b, a] as const)]) {
    // An edit just above the queue statement is one of that statement.
    const [before = '', after = ''] = pair.map((text) => text.replace(/queue\n$/, 'rank = 1\nqueue\n'));
    const file = parse(before);
    const checker = Checker.of(file, {}) ?? assert.fail(before);
    const change = reparse(file, after, newestVersion) ?? assert.fail(after);
    assert.ok(checker.update(change), after);
    assert.deepEqual(checker.diagnostics, checkFile(parse(after)), after);
    const messages = (text: string): readonly string[] =>
      checkFile(parse(text)).map(({ message }) => message);
    assert.notDeepEqual(messages(before), messages(after), after);
  }
});

test('checker: what a rule looks at once a problem is gone counts from then on', () => {
  const texts = ['executablequeue\n\n', 'x = ablequeue\n\n', 'x = a$(ablequeue\n\n'] as const;
  const options: CheckOptions = { version: newestVersion };
  let file = parse(texts[0], { version: newestVersion });
  const checker = Checker.of(file, options);
  assert.ok(checker !== undefined);
  for (const text of texts.slice(1)) {
    const change = reparse(file, text, newestVersion);
    assert.ok(change !== undefined && checker.update(change), 'the edit is followed');
    ({ file } = change);
    const fresh = checkFile(parse(text, { version: newestVersion }), options);
    assert.deepEqual(checker.diagnostics, fresh);
    assert.ok(fresh.some(({ code }) => code === 'missing-executable'));
  }
});
