import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkText } from '../../server/src/rules/check.ts';
import type { FileContent } from '../../server/src/submit/index.ts';
import { parseVersion } from '../../server/src/submit/index.ts';
import { exceptions } from './batteryExceptions.ts';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly text?: string;
  readonly base64?: string;
  readonly generated?: string;
  readonly expect: Readonly<
    Record<string, { readonly rc: number; readonly stderr: string; readonly jobs: number }>
  >;
}

// The file is part of this repository and has this shape.
const cases = JSON.parse(readFileSync('test/server/battery.json', 'utf8')) as readonly Case[];
const versions = ['25.14.1', '23.9.6'] as const;

/** What exists on the machine on which the verdicts were taken, besides the case's own files. */
const system = new Set([
  '/bin/echo',
  '/bin/cat',
  '/tmp',
  '/etc/passwd',
  '/etc/hosts',
  '/bin/sleep',
  '/bin/sh',
  '/bin/true',
]);

const verdict = (
  entry: Case,
  version: string,
): { readonly fails: boolean; readonly codes: readonly string[] } => {
  const text = entry.text ?? Buffer.from(entry.base64 ?? '', 'base64').toString('latin1');
  const readFile = (path: string): FileContent => {
    const content = entry.files[path];
    return content === undefined ? { kind: 'missing' } : { kind: 'text', text: content };
  };
  const parsed = parseVersion(version);
  assert.ok(parsed);
  const fileExists = (path: string): boolean => path in entry.files || system.has(path);
  const errors = checkText(text, { version: parsed, readFile, fileExists }).filter(
    (diagnostic) => diagnostic.severity === 'error',
  );
  return { fails: errors.length > 0, codes: errors.map((diagnostic) => diagnostic.code) };
};

for (const version of versions) {
  test(`battery: an error exactly where condor_submit ${version} fails`, (t) => {
    const usable = cases.filter((entry) => entry.generated === undefined && entry.args.length === 0);
    const disagreements: string[] = [];
    const cured: string[] = [];
    let agreed = 0;
    for (const entry of usable) {
      const expected = entry.expect[version];
      assert.ok(expected, `${entry.name} has no verdict of ${version}`);
      const { fails, codes } = verdict(entry, version);
      const reason = exceptions.get(entry.name)?.[version];
      if (fails === (expected.rc !== 0)) {
        agreed++;
        if (reason !== undefined) cured.push(entry.name);
      } else if (reason === undefined) {
        const want =
          expected.rc === 0
            ? 'success'
            : `rc ${expected.rc}: ${expected.stderr.trim().replaceAll('\n', ' | ')}`;
        disagreements.push(
          `${entry.name}: expected ${want}; found ${codes.join(', ') || 'no error'}\n${entry.text ?? ''}`,
        );
      }
    }
    const left = cases.length - usable.length;
    t.diagnostic(
      `${version}: ${agreed} of ${usable.length} agree; ${left} cases not used (command line options or generated text)`,
    );
    for (const [name, reasons] of exceptions) {
      const reason = reasons[version];
      if (reason !== undefined) t.diagnostic(`exception, ${version}: ${name}: ${reason}`);
    }
    assert.deepEqual(disagreements, [], disagreements.join('\n'));
    assert.deepEqual(cured, [], 'these exceptions agree now: take them out of batteryExceptions.ts');
  });
}
