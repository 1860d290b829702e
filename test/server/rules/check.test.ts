import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeSubmit } from '../../../server/src/features/describeSubmit.ts';
import { completionsAt } from '../../../server/src/features/completion.ts';
import { editTransferInput } from '../../../server/src/features/editTransferInput.ts';
import { hoverAt } from '../../../server/src/features/hover.ts';
import { checkFile } from '../../../server/src/rules/check.ts';
import { rules } from '../../../server/src/rules/index.ts';
import { dialectOf, parse, parseVersion } from '../../../server/src/submit/index.ts';
import { anyText } from '../support/anyText.ts';
import { existsSync } from 'node:fs';

test('rules: codes are kebab-case, there once, and each rule has its test', () => {
  const codes = rules.map((rule) => rule.code);
  assert.equal(new Set(codes).size, codes.length);
  for (const { code, summary } of rules) {
    assert.match(code, /^[a-z]+(-[a-z]+)+$/);
    assert.ok(summary.endsWith('.'), code);
    const name = code.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    assert.ok(existsSync(`test/server/rules/${name}.test.ts`), name);
  }
});

test('rules and features: any text, without a crash, places in the text', () => {
  const versions = ['23.9.6', '25.14.1'].map((text) => parseVersion(text) ?? assert.fail(text));
  fc.assert(
    fc.property(
      anyText,
      fc.constantFrom(...versions),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (text, version, at) => {
        const file = parse(text, { version });
        const diagnostics = checkFile(file, { version });
        for (const { start, end, code } of diagnostics) {
          assert.ok(start >= 0 && start <= end && end <= text.length, `${code} ${start} ${end}`);
        }
        const offset = Math.round(at * text.length);
        completionsAt(file, offset);
        hoverAt(file, dialectOf(version), offset);
        describeSubmit(file, dialectOf(version), diagnostics);
        for (const { start, end } of editTransferInput(file, dialectOf(version), {
          add: ['new'],
          remove: ['a'],
        })) {
          assert.ok(start >= 0 && start <= end && end <= text.length);
        }
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 1500) },
  );
});
