import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../server/src/submit/index.ts';
import { insertedText, snippetBodies } from './support/recipeTexts.ts';

const snippets = [...snippetBodies()];

test('snippets: the placeholders are filled in', () => {
  for (const [name, body] of snippets)
    assert.equal(parse(insertedText(body)).definitions.get('log')?.stored, 'job.$(Cluster).log', name);
});

test('snippet for DMTCP: the recipe that keeps checkpoints', () => {
  const body = snippets.find(([name]) => name === 'DMTCP job')?.[1] ?? [];
  const { definitions } = parse(insertedText(body));
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
