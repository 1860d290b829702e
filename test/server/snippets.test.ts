import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from '../../server/src/submit/index.ts';
import { diagnosticsOf } from './support/checkRule.ts';

const snippets = Object.entries(
  JSON.parse(readFileSync('snippets/htcondor.json', 'utf8')) as Readonly<
    Record<string, { readonly body: readonly string[] }>
  >,
);

/** What the editor inserts when no placeholder is changed. */
const inserted = (body: readonly string[]): string =>
  `${body
    .join('\n')
    .replace(/(?<!\\)\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll('\\$', '$')}\n`;

for (const [name, { body }] of snippets) {
  test(`snippet without diagnostics: ${name}`, () => {
    for (const version of ['23.9.6', '25.14.1']) {
      assert.deepEqual(diagnosticsOf(inserted(body), { version }), [], version);
    }
    assert.equal(parse(inserted(body)).definitions.get('log')?.stored, 'job.$(Cluster).log');
  });
}

test('snippet for DMTCP: the recipe that keeps checkpoints', () => {
  const body = snippets.find(([name]) => name === 'DMTCP job')?.[1].body ?? [];
  const { definitions } = parse(inserted(body));
  const recipe = [
    'should_transfer_files',
    'when_to_transfer_output',
    'kill_sig',
    'want_graceful_removal',
    'on_exit_remove',
    'on_exit_hold',
  ];
  assert.deepEqual(
    recipe.map((name) => definitions.get(name)?.stored),
    [
      'YES',
      'ON_EXIT_OR_EVICT',
      'SIGINT',
      'True',
      'ExitBySignal == False && ExitCode =!= 125',
      '(ExitBySignal || ExitCode == 125) && NumJobCompletions >= 3',
    ],
  );
  assert.ok(!definitions.has('transfer_output_files'));
});

test("the README's job has no diagnostics", () => {
  const job = /```\n(\s*executable +=[^`]*)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
  assert.ok(job.includes('shim_dmtcp'), 'README.md shows a job');
  for (const version of ['23.9.6', '25.14.1']) {
    assert.deepEqual(diagnosticsOf(job, { version }), [], version);
  }
});
