import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-expression: two operands', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
periodic_remove = a b
                    ^ error: an operator
queue
`,
  );
});

test('invalid-expression: an open parenthesis', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
requirements = (a
                ^ error: found the end
queue
`,
  );
});

test('invalid-expression: an attribute', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
+Foo = bar baz
           ^^^ error: in '+Foo', found 'baz'
queue
`,
  );
});

test('invalid-expression: a size', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
request_memory = 1 GB
request_disk = 0.5T
queue
`,
  );
});

test('invalid-expression: sizes where sizes are read, and only there', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
request_memory = 1.5GB
request_disk = 1.
rank = 1.
       ^^ error: Expected a value
+Limit = 1K
          ^ error: end of the expression
deferral_time = a b
                  ^ error: expression
gpus_minimum_memory = a b
queue
`,
  );
});

test('invalid-expression: job sets; not what condor_submit never reads', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
JOBSET.Owner = 1 +
                 ^ error: JOBSET.Owner
require_foo = 1 +
queue
`,
  );
});

test('invalid-expression: habits of other languages', () => {
  for (const [written, mark, meant] of [
    ['OpSys = "LINUX"', "      ^ error: A comparison is written '=='.", 'OpSys == "LINUX"'],
    ['a and b', "  ^^^ error: 'and' is written '&&'.", 'a && b'],
    ['a OR b', "  ^^ error: 'or' is written '||'.", 'a || b'],
    ['not b', "    ^ error: 'not' is written '!'.", '!b'],
    ['Memory => 3', "       ^ error: 'Greater or equal' is written '>='.", 'Memory >= 3'],
    ['Memory <> 3', "        ^ error: 'Not equal' is written '!='.", 'Memory != 3'],
  ] as const)
    checkRule(
      'invalid-expression',
      `executable = /bin/echo\nrequirements = ${written}\n               ${mark}\nqueue\n`,
      { fixed: `executable = /bin/echo\nrequirements = ${meant}\nqueue\n` },
    );
});

test('invalid-expression: a number that is no size', () => {
  for (const [written, meant] of [
    ['2 gigs', '2GB'],
    ['4GiB', '4GB'],
    ['1,000 MB', '1000MB'],
  ] as const)
    checkRule(
      'invalid-expression',
      `executable = /bin/echo
request_disk = ${written}
               ${'^'.repeat(written.length)} error: Expected a size such as 2GB for 'request_disk' (K, M, G or T behind the number, or KB, MB, GB, TB), found '${written}'.
queue
`,
      { fixed: `executable = /bin/echo\nrequest_disk = ${meant}\nqueue\n` },
    );
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
request_memroy = 2GB
                 ^^^ error: expected a number, found '2GB'. Did you mean 'request_memory'?
queue
`,
  );
});

test('invalid-expression: units behind numbers', () => {
  for (const [written, mark, meant] of [
    ['+MaxRuntime = 2h', '               ^ error: times are in seconds.', '+MaxRuntime = 7200'],
    [
      'job_max_vacate_time = 5 min',
      '                        ^^^ error: times are in seconds.',
      'job_max_vacate_time = 300',
    ],
    [
      'want_graceful_removal = True;',
      "                            ^ error: leave the ';' out.",
      'want_graceful_removal = True',
    ],
  ] as const)
    checkRule('invalid-expression', `executable = a\n${written}\n${mark}\nqueue\n`, {
      fixed: `executable = a\n${meant}\nqueue\n`,
    });
  checkRule(
    'invalid-expression',
    `executable = a
requirements = Memory >= 2GB
                          ^^ error: Memory is in MB
queue
`,
  );
});
