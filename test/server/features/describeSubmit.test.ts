import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeSubmit } from '../../../server/src/features/describeSubmit.ts';
import type { Description } from '../../../server/src/features/describeSubmit.ts';
import { checkFile } from '../../../server/src/rules/check.ts';
import type { FileContent } from '../../../server/src/submit/index.ts';
import { dialectOf, parse, parseVersion } from '../../../server/src/submit/index.ts';

const describe = (
  text: string,
  files: Readonly<Record<string, string>> = {},
  release = '25.14.1',
): Description => {
  const version = parseVersion(release);
  assert.ok(version);
  const readFile = (path: string): FileContent => {
    const content = files[path];
    return content === undefined ? { kind: 'missing' } : { kind: 'text', text: content };
  };
  const file = parse(text, { version, readFile });
  return describeSubmit(file, dialectOf(version), checkFile(file, { version }));
};

const written = (
  text: string,
  spans: readonly { readonly span: { start: number; end: number } }[],
): readonly string[] => spans.map(({ span }) => text.slice(span.start, span.end));

test('describe: a DMTCP job', () => {
  const text = `name = foo
executable = bin/shim_dmtcp
initialdir = run
arguments = "--log shim.$(ClusterId).log --ckptint 60 --stdout=$(name).$(Process).stdout --stdin /dev/null ./foo 'a b' -x"
transfer_input_files = $(name), lib.so, \\
  data/
log = job.$(CLUSTER).log
output = $(name).$(ProcId).out
queue 3
`;
  const description = describe(text);
  assert.deepEqual(description.errors, []);
  assert.equal(description.jobCount, 3);
  assert.equal(description.initialDir, 'run');
  assert.equal(description.files.executable?.path, 'bin/shim_dmtcp');
  assert.equal(description.files.log?.path, 'job.$(Cluster).log');
  assert.equal(description.files.output?.path, 'foo.$(Process).out');
  assert.deepEqual(
    description.transferInput.map((file) => file.path),
    ['foo', 'lib.so', 'data/'],
  );
  assert.deepEqual(written(text, description.transferInput), ['$(name)', 'lib.so', 'data/']);
  assert.deepEqual(description.shim, {
    log: 'shim.$(Cluster).log',
    stdout: 'foo.$(Process).stdout',
    command: ['./foo', 'a b', '-x'],
  });
});

test('describe: files of all jobs, each once', () => {
  const description = describe(
    'executable = a\ntransfer_input_files = common, $(f).dat\nqueue f from items.txt\ninclude : nope\n',
    { 'items.txt': 'one\ntwo\none\n' },
  );
  assert.equal(description.jobCount, 3);
  assert.deepEqual(
    description.transferInput.map((file) => file.path),
    ['common', 'one.dat', 'two.dat'],
  );
  assert.deepEqual(
    description.included.map((file) => file.path),
    ['items.txt', 'nope'],
  );
});

test('describe: commands that the queue statement sets for each job', () => {
  const text =
    'executable = no\nqueue executable, transfer_input_files from (\na one, two\nb $(Process).dat\n)\n';
  const { files, transferInput } = describe(text);
  assert.equal(files.executable?.path, 'a');
  assert.deepEqual(written(text, transferInput), Array(3).fill('executable, transfer_input_files from ('));
  assert.deepEqual(
    transferInput.map(({ path }) => path),
    ['one', 'two', '$(Process).dat'],
  );
});

test('describe: how many jobs', () => {
  const count = (text: string, release?: string): number | undefined =>
    describe(`executable = a\n${text}`, {}, release).jobCount;
  assert.equal(count('queue 2 x in (a b c)\n'), 6);
  assert.equal(count('queue x in [1] (a b c)\n'), 2);
  assert.equal(count('queue x in [::2] (a b c)\n'), 2);
  assert.equal(count('queue x in ()\n'), 0);
  assert.equal(count(''), 1);
  assert.equal(count('', '23.9'), 0);
  assert.equal(count('queue 0\n'), 1);
  assert.equal(count('queue 0\n', '23.9'), 0);
  assert.equal(count('queue\nqueue 2\n', '23.9'), 3);
  assert.equal(count('queue matching *.dat\n'), undefined);
  assert.equal(count('queue from seq 3 |\n'), undefined);
  assert.equal(count('queue 1000000\n'), 1_000_000);
});

test('describe: errors come in the order of the text', () => {
  const { errors } = describe('executable = a\nfoo\nkill_sig = x\nqueue\n');
  assert.deepEqual(
    errors.map((error) => error.span.start),
    [15, 30],
  );
});

test('describe: a job without the shim has none', () => {
  assert.equal(describe('executable = foo\narguments = --log x\nqueue\n').shim, undefined);
});
