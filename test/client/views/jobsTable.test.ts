import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jobsTableHtml } from '../../../client/src/views/jobsTable.ts';
import type { JobPreview } from '../../../server/src/protocol.ts';

const job = (change: Partial<JobPreview>): JobPreview => ({ executable: 'foo', collisions: [], ...change });
const page = (rows: readonly JobPreview[], total?: number): string =>
  jobsTableHtml({ rows, ...(total === undefined ? {} : { total }) }, { file: 'job.sub', nonce: 'n' });

describe('jobsTableHtml', () => {
  it('has a row for each job and a column for each command that one of them uses', () => {
    const html = page([job({ arguments: '1' }), job({ arguments: '2' })], 2);
    assert.deepEqual(
      [...html.matchAll(/<th scope="col">(\w+)/g)].map((m) => m[1]),
      ['Process', 'Executable', 'Arguments'],
    );
    assert.deepEqual(
      [...html.matchAll(/<td>(.*?)<\/td>/g)].map((m) => m[1]),
      ['foo', '1', 'foo', '2'],
    );
    assert.match(html, /<p>2 jobs\.<\/p>/);
  });
  it('marks files that collide, and says what to do', () => {
    const html = page(
      [job({ output: 'out', collisions: ['output'] }), job({ output: 'out', collisions: ['output'] })],
      2,
    );
    assert.equal(html.match(/class="collides"/g)?.length, 2);
    assert.match(html, /2 of them write a file that another one writes too/);
  });
  it('says how many are not shown, or that the number is not known', () => {
    assert.match(page([job({})], 1_000_000), /1000000 jobs; the first 1 are shown/);
    assert.match(page([job({})]), /Only condor_submit can tell/);
  });
  it('lets nothing of a submit file be HTML', () => {
    const html = page([job({ arguments: `<img src=x onerror="a">'&` })], 1);
    assert.ok(!html.includes('<img'));
    assert.match(html, /&#60;img src=x onerror=&#34;a&#34;&#62;&#39;&#38;/);
  });
});
