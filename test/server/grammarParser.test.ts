/** The grammar colours what the parser reads: both are asked about every text of the battery, and compared. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { SourceText, Statement } from '../../server/src/submit/index.ts';
import { parse, referencesIn, spanIn } from '../../server/src/submit/index.ts';
import { tokensOf } from './support/grammar.ts';

interface Case {
  readonly name: string;
  readonly text?: string;
  readonly base64?: string;
}

// The file is part of this repository and has this shape.
const cases = JSON.parse(readFileSync('test/server/battery.json', 'utf8')) as readonly Case[];

type Kind = 'key' | 'operator' | 'conditional' | 'queue' | 'directive' | 'macro';

/** What begins at which offset; undefined where either is right. */
type Landmarks = Map<number, Kind | undefined>;

/** Texts in which the colours may differ. */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['heredoc in false if', 'a grammar does not know which branch is taken'],
  ['EOF no NL: indented queue', 'a grammar does not know which line is the last one'],
]);

const kindOf = (scope: string, before: string): Kind | undefined => {
  // The name behind `+` or `MY.`.
  if (/^(?:keyword\.operator\.attribute|storage\.modifier\.scope)/.test(before)) return undefined;
  if (/^(?:keyword\.operator\.attribute|storage\.modifier\.scope|keyword\.other\.command)/.test(scope))
    return 'key';
  if (/^variable\.other\.assignment/.test(scope)) return 'key';
  if (/^keyword\.operator\.assignment/.test(scope)) return 'operator';
  if (/^keyword\.control\.conditional/.test(scope)) return 'conditional';
  if (/^keyword\.control\.directive/.test(scope)) return 'directive';
  return undefined;
};

const byGrammar = async (text: string): Promise<Landmarks> => {
  const found: Landmarks = new Map();
  const tokens = await tokensOf(text);
  tokens.forEach(({ start, scope }, index) => {
    const before = tokens[index - 1];
    const kind = kindOf(scope, before?.scope ?? '');
    if (kind !== undefined) found.set(start, kind);
    if (scope.startsWith('keyword.control.queue') && /^(?:queue|iter)/i.test(text.slice(start)))
      found.set(start, 'queue');
    if (scope === 'variable.other.macro' && text.slice(0, start).endsWith('$(')) found.set(start, 'macro');
  });
  return found;
};

const byParser = (text: string): Landmarks => {
  const found: Landmarks = new Map();
  const { statements, problems } = parse(text);
  // What is no name may be coloured as one or not.
  const illegal = new Set(
    problems.flatMap(({ kind, start }) =>
      kind === 'illegal-identifier' || kind === 'append-not-supported' ? [start] : [],
    ),
  );
  const references = (value: SourceText): void => {
    for (const { kind, bodyStart, bodyEnd } of referencesIn(value.text))
      if (kind === 'macro' && bodyEnd > bodyStart)
        found.set(spanIn(value, bodyStart, bodyStart + 1).start, 'macro');
  };
  const visit = (statement: Statement): void => {
    switch (statement.kind) {
      case 'assignment':
        found.set(statement.key.start, illegal.has(statement.key.start) ? undefined : 'key');
        found.set(statement.operator.start, illegal.has(statement.key.start) ? undefined : 'operator');
        references(statement.value);
        return;
      case 'if':
      case 'elif':
      case 'else':
      case 'endif':
        found.set(statement.keyword.start, 'conditional');
        if (statement.condition !== undefined) references(statement.condition);
        return;
      case 'queue':
        found.set(statement.keyword.start, 'queue');
        references(statement.arguments);
        return;
      case 'include':
        found.set(statement.keyword.start, 'directive');
        references(statement.target);
        return;
      case 'use':
        found.set(statement.keyword.start, 'directive');
        return;
      case 'message':
        found.set(statement.keyword.start, 'directive');
        references(statement.message);
        return;
      case 'invalid':
        return;
    }
  };
  statements.forEach(visit);
  return found;
};

test('grammar: what it colours is what the parser reads, over the battery', async () => {
  const differing: string[] = [];
  for (const { name, text = '', base64 } of cases) {
    const whole = base64 === undefined ? text : Buffer.from(base64, 'base64').toString();
    // No editor shows a line with a NUL as it is.
    if (whole.includes('\0') || exceptions.has(name)) continue;
    const [grammar, parser] = [await byGrammar(whole), byParser(whole)];
    const offsets = [...new Set([...grammar.keys(), ...parser.keys()])].sort((a, b) => a - b);
    for (const offset of offsets)
      if (
        grammar.get(offset) !== parser.get(offset) &&
        !(parser.has(offset) && parser.get(offset) === undefined)
      )
        differing.push(
          `${name}: ${JSON.stringify(whole.slice(offset, offset + 20))} is ${grammar.get(offset)} to the grammar, ${parser.get(offset)} to the parser`,
        );
  }
  assert.deepEqual(differing, []);
  const names = new Set(cases.map(({ name }) => name));
  for (const name of exceptions.keys()) assert.ok(names.has(name), `no such case: ${name}`);
});
