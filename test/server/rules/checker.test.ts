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
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 1000) },
  );
  assert.ok(followed > 100, `${followed}`);
});
