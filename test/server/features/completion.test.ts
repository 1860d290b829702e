import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsAt } from '../../../server/src/features/completion.ts';
import { parse } from '../../../server/src/submit/index.ts';
import { cursorIn } from '../support/cursor.ts';

/** The text after choosing `label` at the cursor `<|>`; undefined when it is not offered. */
const chosen = (fixture: string, label: string): string | undefined => {
  const offset = fixture.indexOf('<|>');
  const text = fixture.replace('<|>', '');
  const item = completionsAt(parse(text), offset).find((completion) => completion.label === label);
  if (item === undefined) return undefined;
  return text.slice(0, item.span.start) + item.newText + text.slice(item.span.end);
};

const labels = (fixture: string): readonly string[] =>
  completionsAt(parse(fixture.replace('<|>', '')), fixture.indexOf('<|>')).map(
    (completion) => completion.label,
  );

test('completion: commands at the beginning of a line', () => {
  assert.equal(chosen('exe<|>', 'executable'), 'executable = ');
  assert.equal(
    chosen('universe = vanilla\n  exe<|>\nqueue\n', 'executable'),
    'universe = vanilla\n  executable = \nqueue\n',
  );
  assert.equal(chosen('<|> = foo\n', 'executable'), 'executable = foo\n');
  assert.ok(labels('<|>').length > 270);
  assert.ok(labels('<|>').includes('queue'));
});

test('completion: every command has a one-line description', () => {
  for (const item of completionsAt(parse(''), 0)) {
    assert.ok(item.detail.length > 10 && !item.detail.includes('\n'), item.label);
  }
});

test('completion: values', () => {
  assert.equal(chosen('universe = <|>\nqueue\n', 'vanilla'), 'universe = vanilla\nqueue\n');
  assert.equal(chosen('universe = van<|>ila\n', 'vanilla'), 'universe = vanilla\n');
  assert.equal(chosen('should_transfer_files=<|>', 'IF_NEEDED'), 'should_transfer_files=IF_NEEDED');
  assert.deepEqual(labels('stream_output = <|>'), ['true', 'false']);
  assert.ok(labels('kill_sig = SIG<|>').includes('SIGINT'));
  assert.deepEqual(labels('executable = <|>'), []);
});

test('completion: macros after $(', () => {
  assert.equal(chosen('out = x\noutput = $(o<|>\n', 'out'), 'out = x\noutput = $(out)\n');
  assert.equal(chosen('output = $(Clu<|>)\n', 'Cluster'), 'output = $(Cluster)\n');
  assert.ok(labels('arguments = $(<|>\nqueue name in (a b)\n').includes('name'));
});

test('completion: units of sizes', () => {
  assert.equal(chosen('request_memory = 4<|>\n', '4GB'), 'request_memory = 4GB\n');
  assert.deepEqual(labels('retry_request_memory = 2GB, 4<|>\n'), ['4KB', '4MB', '4GB', '4TB']);
  assert.ok(!labels('request_cpus = 4<|>\n').includes('4GB'));
});

test('completion: macro functions after $', () => {
  assert.equal(chosen('n = $<|>\n', 'INT'), 'n = $INT(\n');
  assert.equal(chosen('n = $SU<|>BS\n', 'SUBSTR'), 'n = $SUBSTR(\n');
  assert.deepEqual(labels('n = $$<|>\n'), []);
});

test('completion: attributes and functions in expressions', () => {
  assert.equal(chosen('requirements = Mem<|>\n', 'Memory'), 'requirements = Memory\n');
  assert.equal(chosen('requirements = TARGET.Mem<|>\n', 'Memory'), 'requirements = TARGET.Memory\n');
  assert.ok(!labels('requirements = TARGET.<|>\n').includes('JobStatus'));
  assert.ok(!labels('requirements = MY.<|>\n').includes('Machine'));
  assert.equal(chosen('rank = ifT<|>\n', 'ifThenElse'), 'rank = ifThenElse(\n');
  assert.ok(labels('+Foo = Job<|>\n').includes('JobStatus'));
  const { text, offset } = cursorIn('rank = mem<|>\n');
  const member = completionsAt(parse(text), offset).find(({ label }) => label === 'member');
  assert.match(member?.documentation ?? '', /has an element/);
  assert.ok(labels('periodic_hold = a && \\\n  Job<|>\n').includes('JobStatus'));
  assert.deepEqual(labels('requirements = OpSys == "Mem<|>"\n'), []);
  assert.deepEqual(
    labels('requirements = 12<|>\n').filter((label) => label === 'Memory'),
    [],
  );
});

test('completion: words of a queue statement', () => {
  assert.deepEqual(labels('queue <|>'), ['in', 'from', 'matching']);
  assert.equal(chosen('queue x f<|>\n', 'from'), 'queue x from\n');
  assert.deepEqual(labels('queue x matching <|>'), ['files', 'dirs', 'any']);
  assert.deepEqual(labels('queue x in (a\n<|>\n)'), []);
});

test('completion: files', () => {
  const list = (path: string) =>
    path === '.'
      ? [
          { name: 'in.dat', directory: false },
          { name: 'data', directory: true },
          { name: '.git', directory: true },
        ]
      : path === 'data/'
        ? [{ name: 'a.dat', directory: false }]
        : [];
  const names = (fixture: string) => {
    const { text, offset } = cursorIn(fixture);
    return completionsAt(parse(text), offset, list).map((item) => item.label);
  };
  assert.deepEqual(names('executable = <|>'), ['in.dat', 'data/']);
  assert.deepEqual(names('executable = data/<|>'), ['a.dat']);
  assert.deepEqual(names('initialdir = <|>'), ['data/']);
  assert.deepEqual(names('transfer_input_files = x, \\\n  data/a<|>'), ['a.dat']);
  assert.deepEqual(names('transfer_input_files = $(dir)/<|>'), []);
});

test('completion: nothing in comments, lists and other places', () => {
  for (const fixture of ['# exe<|>', 'queue x in (<|>', 'foo bar<|>', 'arguments = a <|>']) {
    assert.deepEqual(labels(fixture), [], fixture);
  }
});
