import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rules } from '../../server/src/rules/index.ts';
import { renderIndex } from '../../scripts/ruleDocs.mjs';
import { diagnosticsOf } from './support/checkRule.ts';
import type { CheckRuleOptions } from './support/checkRule.ts';

const directory = 'docs/rules';
const page = (code: string): string => readFileSync(`${directory}/${code}.md`, 'utf8');

interface Example {
  readonly options: CheckRuleOptions;
  readonly text: string;
}

/** The text below a heading, with the circumstances in the comment before it: release, files, no last line end. */
const example = (text: string, heading: string): Example => {
  const match = new RegExp(`## ${heading}\\n\\n(?:<!-- (.*) -->\\n\\n)?\`\`\`\\n([^]*?)\\n\`\`\`\\n`).exec(
    text,
  );
  assert.ok(match, `${heading} has an example`);
  const options = JSON.parse(match[1] ?? '{}') as CheckRuleOptions & { readonly openEnd?: boolean };
  return { options, text: `${match[2] ?? ''}${options.openEnd === true ? '' : '\n'}` };
};

test('rule pages: one for each rule, none besides, and the index made from them', () => {
  const pages = readdirSync(directory).filter((name) => name !== 'README.md');
  assert.deepEqual(pages.sort(), rules.map(({ code }) => `${code}.md`).sort());
  assert.equal(
    readFileSync(`${directory}/README.md`, 'utf8'),
    renderIndex(rules),
    'run: node scripts/ruleDocs.mjs',
  );
});

for (const { code, severity, summary } of rules) {
  test(`rule page: ${code}`, () => {
    const text = page(code);
    assert.ok(text.startsWith(`# ${code}\n\n${summary}\n\nSeverity: ${severity}\n\n`), 'heading');
    const wrong = example(text, 'Wrong');
    assert.ok(
      diagnosticsOf(wrong.text, wrong.options).some((diagnostic) => diagnostic.code === code),
      'the wrong example is found',
    );
    const right = example(text, 'Right');
    const version = wrong.options.version;
    const options = { ...right.options, ...(version === undefined ? {} : { version }) };
    const left = diagnosticsOf(right.text, options).filter(
      (diagnostic) => diagnostic.code === code || diagnostic.severity === 'error',
    );
    assert.deepEqual(left, [], 'the right example has no errors');
  });
}

test('rules: how many there are, and how many offer fixes', (t) => {
  const fixable = rules.filter(({ code }) => {
    const { text, options } = example(page(code), 'Wrong');
    return diagnosticsOf(text, options).some(
      (diagnostic) => diagnostic.code === code && (diagnostic.fixes ?? []).length > 0,
    );
  });
  t.diagnostic(`${rules.length} rules, ${fixable.length} with a fix for the example of their page`);
  assert.ok(rules.length >= 70);
});
