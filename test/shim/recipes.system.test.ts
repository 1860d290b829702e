/** The submit files that the product writes, in both forms, through an eviction, a hold and a release in a real pool. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { editTransferInput } from '../../server/src/features/editTransferInput.ts';
import { wrapWithShim } from '../../server/src/features/wrapWithShim.ts';
import { dialectOf, newestVersion, parse } from '../../server/src/submit/index.ts';
import { poolUnavailable, startPool, type Pool } from '../pool/pool.ts';
import { applyEdits } from '../server/support/cursor.ts';
import { inPool } from './poolJob.ts';
import { flavours, numbers } from './sandbox.ts';

const dialect = dialectOf(newestVersion);
const count = 90;
const program = `${count} 100 result.dat 7`;

/** What "Wrap with shim_dmtcp" makes of a plain job. */
function wrapped(...more: readonly string[]): string {
  const plain = `universe = vanilla
executable = counter
arguments = "${program}"
output = printed.txt
error = errors.txt
log = job.log
when_to_transfer_output = ON_EXIT
${more.map((line) => `${line}\n`).join('')}request_memory = 100M
request_disk = 500M
queue
`;
  const edits = wrapWithShim(parse(plain), dialect);
  assert.ok(!('refused' in edits));
  return applyEdits(plain, edits);
}

/** What a snippet writes when its places are filled in. */
function snippet(name: string): string {
  const snippets = JSON.parse(readFileSync('snippets/htcondor.json', 'utf8')) as Readonly<
    // Its own test is about its shape.
    Record<string, { readonly body: readonly string[] }>
  >;
  const values: Readonly<Record<string, string>> = { '1': 'counter', '2': program, '4': '100M', '5': '500M' };
  return (snippets[name]?.body ?? [])
    .join('\n')
    .replace(/\$\{(\d):([^}]*)\}/g, (_, number: string, usual: string) => values[number] ?? usual)
    .replaceAll('\\$', '$')
    .replace(/^log = .*$/m, 'log = job.log');
}

/** As the package command does it. */
function withPackage(text: string, inputs: readonly string[]): string {
  const add = inputs.filter((name) => name !== 'counter');
  return applyEdits(text, editTransferInput(parse(text), dialect, { add, remove: [] }));
}

const printed = (id: string): string => `counter.${id}.stdout`;
const forms = [
  { form: 'wrapped, outputs unknown', text: wrapped(), stdout: () => 'printed.txt' },
  {
    form: 'wrapped, outputs known',
    text: wrapped('transfer_output_files = result.dat'),
    stdout: () => 'printed.txt',
  },
  { form: 'the snippet dmtcp', text: snippet('DMTCP job'), stdout: printed },
  { form: 'the snippet dmtcp-periodic', text: snippet('DMTCP job, outputs known'), stdout: printed },
] as const;

describe('the recipe in a pool', { timeout: 300_000, concurrency: true }, () => {
  const unavailable = poolUnavailable();
  let pool: Pool | undefined;
  before(async () => {
    if (unavailable === undefined) pool = await startPool({ name: 'shim' });
  });
  after(() => pool?.stop());

  for (const { name, root } of flavours.filter(({ shim }) => shim === 'static')) {
    for (const { form, text, stdout } of forms) {
      it(`${form}: an eviction, a hold and a release, over ${name}`, (t) => {
        if (pool === undefined) return t.skip(unavailable);
        if (root === undefined) return t.skip('DMTCP_ROOT is not set: no real DMTCP on this machine');
        return inPool(t, { pool, root, submitFile: (inputs) => withPackage(text, inputs) }, async (job) => {
          await job.events('001', 1);
          await job.printed(stdout(job.id), 5);
          await job.condor('condor_vacate_job', job.id);
          await job.events('004', 1);
          await job.events('001', 2);
          await job.protected(2);
          await job.condor('condor_hold', job.id);
          await job.events('012', 1);
          await job.condor('condor_release', job.id);
          await job.events('005', 1);
          assert.match(job.read('job.log'), /Normal termination \(return value 7\)/);
          for (const file of [stdout(job.id), 'result.dat'])
            assert.equal(job.read(file), numbers(count), file);
          const events = job.shimEvents();
          const told = (name: string): number => events.filter(({ event }) => event === name).length;
          assert.equal(told('vacate'), 2, 'the shim was told at the hold, too');
          assert.equal(told('checkpoint'), 2);
          const runs = events.filter((event) => event.event === 'running');
          assert.deepEqual(
            runs.map(({ restartedFrom }) => restartedFrom.length > 0),
            [false, true, true],
          );
          assert.deepEqual(job.list(/^ckpt_/), []);
          const attributes = ['NumJobStarts', 'ChirpDmtcpCheckpoints'];
          const ad = await job.condor('condor_history', job.id, '-af', ...attributes);
          assert.equal(ad.trim(), '3 2', 'starts, and checkpoints as the job ad tells');
        });
      });
    }
  }
});
