/** First light: the whole journey, with the stand-in always and with a real DMTCP where there is one. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { journey } from './journey.ts';
import { editorTest } from './session.ts';

const numbers = 140;
const standin = buildStandin();
const flavours = [
  { title: 'the DMTCP stand-in', name: 'stand-in', dmtcpRoot: standin },
  { title: 'a real DMTCP', name: 'dmtcp', dmtcpRoot: process.env.DMTCP_ROOT },
];

describe('from the editor through the pool and back', () => {
  for (const { title, name, dmtcpRoot } of flavours) {
    it(`with ${title}`, { timeout: 300_000 }, (t) =>
      editorTest(t, { name }, async (session) => {
        if (dmtcpRoot === undefined) {
          t.skip('DMTCP_ROOT is not set: no real DMTCP on this machine');
          return;
        }
        const result = await journey(session, {
          pool: await session.pool(),
          dmtcpRoot,
          counter: path.join(standin, 'counter'),
          numbers,
          say: (text) => t.diagnostic(text),
        });
        const all = Array.from({ length: numbers }, (_, i) => String(i + 1));
        assert.deepEqual(result.output, all, 'every number is in the output once');
        assert.deepEqual(result.shown, all, 'every number was shown once');
        assert.match(result.verdict, /completed/i);
        assert.match(result.verdict, /1 restart/);
      }),
    );
  }
});
