import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fixAll } from '../../../server/src/features/fixAll.ts';
import { checkText } from '../../../server/src/rules/check.ts';
import { anyText } from '../support/anyText.ts';

const steps = { check: (text: string) => checkText(text), isWanted: () => Promise.resolve(true) };

const fixed = async (text: string): Promise<string> => {
  const edit = await fixAll(text, steps);
  return edit === undefined ? text : text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
};

test('fix all: certain fixes, in rounds', async () => {
  assert.equal(
    await fixed(`executable = shim_dmtcp
arguments = --log shim.\${CLUSTER}.log ./foo
stream_output = yes
kill_sig = SIGUSR2
request_memory = 1GB
request_memory = 2GB
queue
`),
    `executable = shim_dmtcp
arguments = --log shim.$(CLUSTER).log ./foo
stream_output = true
kill_sig = SIGINT
request_memory = 2GB
when_to_transfer_output = ON_EXIT_OR_EVICT
transfer_input_files = foo
queue
`,
  );
});

test('fix all: neither guesses nor hints', async () => {
  const text = 'exectuable = a\n+Foo = bar\nexecutable = a\nrequest_memory = 2\nqueue\n';
  assert.equal(await fixAll(text, steps), undefined);
});

test('fix all: ends when nobody waits any more', async () => {
  const isWanted = () => Promise.resolve(false);
  assert.equal(await fixAll('universe = vanila\nqueue\n', { ...steps, isWanted }), undefined);
});

test('fix all: nothing is left for a second time', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const once = await fixed(text);
      assert.equal(await fixed(once), once);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
  );
});
