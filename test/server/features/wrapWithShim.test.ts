import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { unwrapShim } from '../../../server/src/features/unwrapShim.ts';
import type { WrapOptions } from '../../../server/src/features/wrapWithShim.ts';
import { wrapWithShim } from '../../../server/src/features/wrapWithShim.ts';
import { checkText } from '../../../server/src/rules/check.ts';
import {
  commands,
  dialectOf,
  displayValue,
  newestVersion,
  parse,
  parseArguments,
  partsOf,
  submissionsOf,
} from '../../../server/src/submit/index.ts';
import { applyEdits } from '../support/cursor.ts';

const dialect = dialectOf(newestVersion);

const wrap = (text: string, options?: WrapOptions): string => {
  const edits = wrapWithShim(parse(text), dialect, options);
  return 'refused' in edits ? edits.refused : applyEdits(text, edits);
};

const unwrap = (text: string): string => {
  const edits = unwrapShim(parse(text), dialect);
  return 'refused' in edits ? edits.refused : applyEdits(text, edits);
};

const plain = `universe = vanilla
executable = bin/foo
arguments = "a 'b c'"
input = data/in.$(Process)
output = out/foo.$(Process)
error = foo.err
transfer_input_files = x.dat
when_to_transfer_output = ON_EXIT
transfer_output_files = result
queue 3
`;

const wrapped = `universe = vanilla
executable = shim_dmtcp
# Without shim_dmtcp: no should_transfer_files, kill_sig, want_graceful_removal, on_exit_remove, on_exit_hold, on_exit_hold_reason, checkpoint_exit_code, transfer_checkpoint_files, transfer_output_remaps
should_transfer_files = YES
kill_sig = SIGINT
want_graceful_removal = True
on_exit_remove = ExitBySignal == False && ExitCode =!= 125
on_exit_hold = (ExitBySignal || ExitCode == 125) && NumJobCompletions >= 3
on_exit_hold_reason = "shim_dmtcp failed three times; the file of --log says why"
checkpoint_exit_code = 85
transfer_checkpoint_files = result, ckpt, shim_dmtcp.$(Cluster).$(Process).state.json, shim_dmtcp.$(Cluster).$(Process).jsonl, shim.$(Cluster).$(Process).log, foo.$(Process), foo.err
transfer_output_remaps = "foo.$(Process) = out/foo.$(Process)"
arguments = "--log shim.$(Cluster).$(Process).log --stdin in.$(Process) --stdout foo.$(Process) --stderr foo.err --ckptint 1800 --ckptdir ckpt ./foo a 'b c'"
output = shim.$(Cluster).$(Process).out
error = shim.$(Cluster).$(Process).err
transfer_input_files = x.dat, bin/foo, data/in.$(Process)
# Without shim_dmtcp: when_to_transfer_output = ON_EXIT
when_to_transfer_output = ON_EXIT_OR_EVICT
# Without shim_dmtcp: transfer_output_files = result
transfer_output_files = result, ckpt, shim_dmtcp.$(Cluster).$(Process).state.json, shim_dmtcp.$(Cluster).$(Process).jsonl, shim.$(Cluster).$(Process).log, foo.$(Process), foo.err
queue 3
`;

test('wrap and unwrap: a whole file', () => {
  assert.equal(wrap(plain), wrapped);
  assert.equal(
    unwrap(wrapped),
    `universe = vanilla
executable = bin/foo
input = data/in.$(Process)
arguments = "a 'b c'"
output = out/foo.$(Process)
error = foo.err
transfer_input_files = x.dat
when_to_transfer_output = ON_EXIT
transfer_output_files = result
queue 3
`,
  );
});

test('wrap: both syntaxes of arguments', () => {
  const argumentsOf = (text: string): string => /^arguments = (.*)$/m.exec(wrap(`${text}queue\n`))?.[1] ?? '';
  const log = '--log shim.$(Cluster).$(Process).log';
  assert.equal(argumentsOf('executable = foo\n'), `"${log} ./foo"`);
  assert.equal(argumentsOf('executable = foo\narguments = -n 1 $(x)\n'), `${log} ./foo -n 1 $(x)`);
  assert.equal(argumentsOf('executable = foo\narguments = "-n ""1"""\n'), `"${log} ./foo -n ""1"""`);
  assert.equal(
    argumentsOf('executable = foo\noutput = a b\narguments = it\'s \\"\n'),
    `"${log} --stdout 'a b' ./foo 'it''s' '""'"`,
  );
  assert.match(wrap('executable = foo\n', { installation: '/usr' }), /--with-dmtcp \/usr \.\/foo/);
});

test('wrap: conditions of on_exit_remove and on_exit_hold are kept', () => {
  const text = wrap(
    'executable = foo\non_exit_remove = ExitCode == 0\non_exit_hold = ExitCode == 3\nqueue\n',
  );
  assert.match(
    text,
    /^on_exit_remove = \(ExitBySignal == False && ExitCode =!= 125\) && \(ExitCode == 0\)$/m,
  );
  assert.match(text, /^on_exit_hold = \(\(ExitBySignal .* >= 3\) \|\| \(ExitCode == 3\)$/m);
});

test('wrap: outputs that are not known travel all; a job with checkpoints of its own keeps its code', () => {
  assert.doesNotMatch(
    wrap('executable = foo\nqueue\n'),
    /checkpoint_exit_code|ckptdir|transfer_output_files/,
  );
  const own = wrap('executable = foo\ntransfer_output_files = r\ncheckpoint_exit_code = 77\nqueue\n');
  assert.match(own, /^# Without shim_dmtcp: transfer_output_files = r\n(?!transfer_output_files)/m);
  assert.match(own, /^checkpoint_exit_code = 77$/m);
});

test('wrap: the result has no errors', () => {
  for (const text of [plain, 'executable = foo\nqueue\n', 'executable = foo\r\narguments = a\r\nqueue\r\n']) {
    const errors = checkText(wrap(text)).filter(({ severity }) => severity === 'error');
    assert.deepEqual(errors, []);
  }
});

test('unwrap: a note counts at the beginning of a line only', () => {
  const text =
    'executable = shim_dmtcp\narguments = ./p # Without shim_dmtcp: no kill_sig\nkill_sig = SIGTERM\nqueue\n';
  assert.match(unwrap(text), /^kill_sig = SIGTERM$/m);
});

test('wrap: refused where a command has no single meaning', () => {
  assert.match(wrap('executable = shim_dmtcp\nqueue\n'), /already/);
  assert.match(wrap('queue\n'), /no executable/);
  assert.match(wrap('executable = a\nexecutable = b\nqueue\n'), /set twice/);
  assert.match(wrap('if true\nexecutable = a\nendif\nqueue\n'), /inside an if/);
  assert.match(wrap('executable = a\nqueue executable in (b c)\n'), /queue statement/);
  assert.match(wrap('executable = a\nuniverse = docker\nqueue\n'), /vanilla/);
  assert.match(wrap('executable = a\narguments = "b\nqueue\n'), /quotes/);
  assert.match(wrap('executable = a\ntransfer_executable = false\nqueue\n'), /transfer_executable/);
  assert.match(wrap('executable = d/a\ninput = e/a\nqueue\n'), /same name/);
  assert.match(wrap('executable = $(x:a/b)\nqueue\n'), /cannot be told/);
  assert.match(wrap('executable = a\n+KillSig = "x"\nqueue\n'), /KillSig/);
});

test('unwrap: a job written by hand', () => {
  assert.equal(
    unwrap(`executable = shim_dmtcp
arguments = "--log l --stdout o --stdin i.dat ./prog x"
transfer_input_files = prog, i.dat, dmtcp_launch, libdmtcp.so, mine.dat
output = shim.out
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
kill_sig = SIGINT
queue
`),
    `executable = prog
input = i.dat
arguments = "x"
transfer_input_files = mine.dat
output = o
should_transfer_files = YES
when_to_transfer_output = ON_EXIT
queue
`,
  );
  assert.match(unwrap('executable = a\nqueue\n'), /does not run under/);
});

/** What a job is, file names of executable and input in transfer_input_files left out: they are transferred anyway. */
const meaning = (text: string): unknown => {
  const [submission] = submissionsOf(parse(text), dialect);
  assert.ok(submission);
  const value = (name: string) => displayValue(submission, name);
  const special = ['arguments', 'transfer_input_files'];
  const rest = commands
    .map(({ name }) => [name, value(name)] as const)
    .filter(([name, set]) => set !== undefined && !special.includes(name));
  const own = [value('executable'), value('input')];
  const list = partsOf({ text: value('transfer_input_files') ?? '', start: 0, end: 0 }, ',').map(
    (item) => item.text,
  );
  return {
    rest,
    words: parseArguments(value('arguments') ?? '').words.map((word) => word.text),
    list: list.filter((item) => !own.includes(item)),
    jobs: submission.jobCount,
  };
};

const name = fc.constantFrom(
  'prog',
  'dir/prog2',
  'x.$(Process)',
  'd/y.$(Cluster)',
  '/abs/z',
  '$(base)_1',
  'my file',
);
const maybe = (command: string, value: fc.Arbitrary<string>) =>
  fc.option(
    value.map((text) => `${command} = ${text}\n`),
    { nil: '' },
  );
const plainJob = fc
  .tuple(
    fc.shuffledSubarray([
      '\n',
      '# a comment\n',
      'base = b\n',
      '+Mine = 1\n',
      'request_memory = 1 GB\n',
      'log = l\n',
    ]),
    fc.tuple(
      name.filter((text) => !text.includes(' ')).map((text) => `executable = ${text}\n`),
      maybe('arguments', fc.constantFrom('', 'a b', '"a \'b c\' ""d"""', '$(base) \\\n  c', "o'clock", '""')),
      maybe('input', name),
      maybe(
        'output',
        name.map((text) => `${text}.out`),
      ),
      maybe(
        'error',
        name.map((text) => `${text}.err`),
      ),
      maybe('transfer_input_files', fc.constantFrom('', 'i.dat', 'i.dat, \\\n  j.dat', 'k, ')),
      maybe('should_transfer_files', fc.constantFrom('YES', 'IF_NEEDED', 'no')),
      maybe('when_to_transfer_output', fc.constantFrom('ON_EXIT', 'ON_EXIT_OR_EVICT', '')),
      maybe('kill_sig', fc.constantFrom('SIGINT', 'SIGTERM')),
      maybe('want_graceful_removal', fc.constantFrom('true', 'False')),
      maybe('on_exit_remove', fc.constantFrom('ExitBySignal == False && ExitCode =!= 125', 'ExitCode == 0')),
      maybe('transfer_output_files', fc.constantFrom('r1, \\\n r2', '""', 'r.$(Process)')),
    ),
    fc.constantFrom('queue\n', 'queue 5\n', 'queue v in (a b)\n', 'queue'),
    fc.boolean(),
    fc.boolean(),
  )
  .chain(([others, lines, queue, indented, windows]) =>
    fc
      .shuffledSubarray([...others, ...lines], { minLength: others.length + lines.length })
      .map((shuffled) => {
        const text =
          shuffled.map((line) => (indented && line.trim() !== '' ? `  ${line}` : line)).join('') + queue;
        return windows ? text.replaceAll('\n', '\r\n') : text;
      }),
  );

test('unwrap(wrap(x)) means the same as x, and wrapping makes no errors', () => {
  let wrappedCount = 0;
  fc.assert(
    fc.property(plainJob, (text) => {
      const result = wrapWithShim(parse(text), dialect);
      if ('refused' in result) return;
      wrappedCount++;
      const there = applyEdits(text, result);
      const errors = (of: string) =>
        checkText(of)
          .filter(({ severity }) => severity === 'error')
          .map(({ message }) => message);
      assert.deepEqual(
        errors(there).filter((message) => !errors(text).includes(message)),
        [],
      );
      assert.deepEqual(meaning(unwrap(there)), meaning(text));
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
  );
  assert.ok(wrappedCount > 100, `only ${wrappedCount} jobs could be wrapped`);
});
