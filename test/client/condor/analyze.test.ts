import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyzeJob, parseAnalysis } from '../../../client/src/condor/analyze.ts';
import { CondorError } from '../../../client/src/condor/condorError.ts';
import { analysisHtml } from '../../../client/src/views/analysisTable.ts';
import { fakeTransport } from './fakeTransport.ts';
import { fixture } from './fixture.ts';

const read = (version: '23.9.6' | '25.14.1') => parseAnalysis(fixture(version, 'analyze.txt').toString());

describe('parseAnalysis', () => {
  it('reads what condor_q -better-analyze of 23.9.6 prints', () => {
    const { requirements, conditions, attributes, summary } = read('23.9.6');
    assert.match(requirements, /^\(Machine == "nowhere"\) && .*HasFileTransfer\)\)$/);
    assert.deepEqual(conditions, [
      { step: '[0]', matched: 0, text: 'Machine == "nowhere"' },
      { step: '[9]', matched: 4, text: 'TARGET.FileSystemDomain == MY.FileSystemDomain' },
    ]);
    assert.deepEqual(attributes.slice(-1), ['RequestMemory = 64 (mb)']);
    assert.ok(summary.includes("4 are rejected by your job's requirements"), summary.join('\n'));
    assert.ok(summary.includes('Run analysis summary ignoring user priority.  Of 4 machines,'));
  });
  it('reads what 25.14.1 prints: conditions that were counted only', () => {
    const { conditions, summary } = read('25.14.1');
    assert.deepEqual(
      conditions.map(({ step, matched }) => [step, matched]),
      [
        ['[0]', 0],
        ['[5]', 4],
        ['[11]', 4],
      ],
    );
    assert.ok(summary.includes('Reason for last match failure: no match found'));
  });
  it('takes anything', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseAnalysis(text)));
  });
  it('says that a job is gone of which nothing is said', async () => {
    const transport = fakeTransport(() => ({ stdout: '\n\n-- Schedd: ap : <127.0.0.1:9618?...\n' }));
    await assert.rejects(
      analyzeJob(transport, { cluster: 1, proc: 0 }),
      (error) => error instanceof CondorError && error.reason === 'jobGone',
    );
  });
});

describe('analysisHtml', () => {
  it('escapes what the pool says, and loads nothing', () => {
    const html = analysisHtml(
      {
        requirements: '<b>',
        conditions: [{ step: '[0]', matched: 0, text: '<img>' }],
        attributes: ['<i>'],
        summary: ['<s>'],
      },
      { job: '1.0', host: '<ap>', nonce: 'n' },
    );
    for (const tag of ['<b>', '<img>', '<i>', '<s>', '<ap>', '<script']) assert.ok(!html.includes(tag), tag);
    assert.match(html, /default-src 'none'; style-src 'nonce-n'/);
    assert.match(html, /no slot of the pool meets this/);
  });
});
