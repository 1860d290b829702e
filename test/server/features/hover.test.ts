import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoverAt } from '../../../server/src/features/hover.ts';
import { commands, dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';

const hover = (fixture: string): string | undefined => {
  const text = fixture.replace('<|>', '');
  const found = hoverAt(parse(text), dialectOf(newestVersion), fixture.indexOf('<|>'));
  return found === undefined
    ? undefined
    : `<${text.slice(found.span.start, found.span.end)}> ${found.contents}`;
};

test('hover: every command', () => {
  for (const command of commands) {
    if (command.name === 'queue') continue;
    const found = hover(`<|>${command.name} = 1\n`) ?? '';
    assert.ok(found.startsWith(`<${command.name}> **${command.name}**`), command.name);
    assert.ok(found.includes(command.description), command.name);
  }
});

test('hover: an alias, an attribute, a family, queue', () => {
  assert.match(hover('StdO<|>ut = x\n') ?? '', /^<StdOut> \*\*output\*\*/);
  assert.match(hover('+Request<|>Memory = 1\n') ?? '', /\*\*request_memory\*\*/);
  assert.match(hover('request_<|>foos = 1\n') ?? '', /request_NAME/);
  assert.match(hover('que<|>ue 1\n') ?? '', /\*\*queue\*\*/);
});

test('hover: what a command is worth here', () => {
  assert.match(hover('d = x\nout<|>put = $(d).$(Cluster)\n') ?? '', /Value: `x\.\$\(Cluster\)`$/);
  assert.doesNotMatch(hover('out<|>put = plain\n') ?? '', /Value: `plain`/);
});

test('hover: macros', () => {
  assert.match(hover('a = 1$(b)\nb = 2\narguments = x $(<|>a)\n') ?? '', /^<\$\(a\)> .*Value: `12`/s);
  assert.match(hover('arguments = $(Clu<|>ster)\n') ?? '', /Id of the cluster/);
  assert.match(hover('arguments = $(no<|>pe)\n') ?? '', /Not defined/);
  assert.match(hover('arguments = $Fn<|>x(f)\n') ?? '', /Parts of a file name/);
});

test('hover: where a macro comes from', () => {
  assert.match(hover('a = 1$(b)\nb = 2\narguments = x $(<|>a)\n') ?? '', /Defined in line 1: `a = 1\$\(b\)`/);
  assert.match(hover('n = 7\nif $(<|>n)\nendif\n') ?? '', /Value: `7`/);
  assert.match(hover('n = 7\nqueue $(<|>n)\n') ?? '', /Value: `7`/);
  assert.match(hover('n = 7\nx = $INT(<|>n)\n') ?? '', /^<\$INT\(n\)> .*Value: `7`/s);
  const text = 'include : common.inc\narguments = $(shared)\n';
  const file = parse(text, { readFile: () => ({ kind: 'text', text: '# top\nshared = 5\n' }) });
  const found = hoverAt(file, dialectOf(newestVersion), text.indexOf('shared'));
  assert.match(found?.contents ?? '', /Value: `5`.*Defined in line 2 of common\.inc/s);
});

test('hover: attributes and functions of expressions', () => {
  assert.match(hover('requirements = (Mem<|>ory > 5)\n') ?? '', /^<Memory> \*\*Memory\*\*.*MiB.*machine ad/s);
  assert.match(hover('requirements = TARGET.OpSys<|> == "L"\n') ?? '', /^<OpSys> /);
  assert.match(hover('rank = RequestCpus<|>\n') ?? '', /Set by `request_cpus`/);
  assert.match(
    hover('rank = if<|>ThenElse(a, 1, 2)\n') ?? '',
    /^<ifThenElse> `AnyType ifThenElse.*when the first is true/s,
  );
  assert.match(hover('rank = splittime<|>(x)\n') ?? '', /`splittime\(\.\.\.\)`.*as a record/s);
  assert.equal(hover('requirements = "Mem<|>ory"\n'), undefined);
  assert.equal(hover('rank = my_<|>own\n'), undefined);
});

test('hover: nothing elsewhere', () => {
  for (const fixture of ['# exec<|>utable\n', 'arguments = exec<|>utable\n', '<|>']) {
    assert.equal(hover(fixture), undefined, fixture);
  }
});
