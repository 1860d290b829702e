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

test('hover: macros', () => {
  assert.match(hover('a = 1$(b)\nb = 2\narguments = x $(<|>a)\n') ?? '', /^<\$\(a\)> .*Value: `12`/s);
  assert.match(hover('arguments = $(Clu<|>ster)\n') ?? '', /Id of the cluster/);
  assert.match(hover('arguments = $(no<|>pe)\n') ?? '', /Not defined/);
  assert.match(hover('arguments = $Fn<|>x(f)\n') ?? '', /Parts of a file name/);
});

test('hover: nothing elsewhere', () => {
  for (const fixture of ['# exec<|>utable\n', 'arguments = exec<|>utable\n', '<|>']) {
    assert.equal(hover(fixture), undefined, fixture);
  }
});
