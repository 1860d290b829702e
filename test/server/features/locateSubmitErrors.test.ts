import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { locateSubmitErrors } from '../../../server/src/features/locateSubmitErrors.ts';
import { parse } from '../../../server/src/submit/index.ts';

const located = (text: string, stderr: string): readonly string[] =>
  locateSubmitErrors(parse(text), stderr).map(
    ({ severity, message, span }) => `${severity} <${text.slice(span.start, span.end)}> ${message}`,
  );

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'executable=/bin/echo\nfoo:bar\nqueue\n',
    '\nERROR: on Line 2 of t.sub: invalid queue statement.\nSubmit:-1:Error "t.sub", Line 2: cannot parse: foo:bar\n\nERROR: Failed to parse command file (line 2).\n',
    ['error <foo:bar> invalid queue statement. Error "t.sub", Line 2: cannot parse: foo:bar'],
  ],
  [
    'executable=/bin/echo\npriority=abc\nqueue\n',
    '\nERROR: priority=abc is invalid, must eval to an integer.\n',
    ['error <priority=abc> priority=abc is invalid, must eval to an integer.'],
  ],
  [
    'executable=/bin/echo\nrequest_memory = 1gib\nqueue\n',
    '\nERROR: Parse error in expression: \n\tRequestMemory = 1gib\n',
    ['error <request_memory = 1gib> Parse error in expression: RequestMemory = 1gib'],
  ],
  [
    'executable=/bin/echo\nouput=x.out\nqueue\n',
    "\nWARNING: the line 'ouput = x.out' was unused by condor_submit. Is it a typo?\n",
    ["warning <ouput=x.out> the line 'ouput = x.out' was unused by condor_submit. Is it a typo?"],
  ],
  [
    'executable=nope.sh\nqueue\n',
    "\nERROR: Can't access executable file nope.sh: No such file or directory\n",
    ["error <executable=nope.sh> Can't access executable file nope.sh: No such file or directory"],
  ],
  [
    '# a comment\nqueue\n',
    'ERROR: Failed to connect to queue manager\nAUTHENTICATE:1003:Failed\n',
    ['error <# a comment> Failed to connect to queue manager AUTHENTICATE:1003:Failed'],
  ],
  [
    'a b\n',
    'bash: condor_submit: command not found\n',
    ['error <a b> bash: condor_submit: command not found'],
  ],
  ['a\n', '', []],
];

for (const [text, stderr, expected] of cases) {
  test(`condor_submit said: ${stderr.trim().split('\n')[0] ?? ''}`, () => {
    assert.deepEqual(located(text, stderr), expected);
  });
}

test('condor_submit: every recorded error message is located once', () => {
  const cases = JSON.parse(readFileSync('test/server/battery.json', 'utf8')) as readonly {
    readonly text?: string;
    readonly expect: Readonly<Record<string, { readonly rc: number; readonly stderr: string }>>;
  }[];
  let count = 0;
  for (const { text, expect } of cases) {
    if (text === undefined) continue;
    for (const { rc, stderr } of Object.values(expect)) {
      if (rc === 0 || stderr.trim() === '') continue;
      const errors: readonly unknown[] = locateSubmitErrors(parse(text), stderr).filter(
        (message) => message.severity === 'error',
      );
      assert.equal(errors.length, 1, `${text}\n${stderr}`);
      count++;
    }
  }
  assert.ok(count > 150, `${count} messages`);
});
