/** First light: the whole journey, with the stand-in always and with a real DMTCP where there is one. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { poolUnavailable, startPool } from '../pool/pool.ts';
import { editorUnavailable } from './installEditor.ts';
import { journey } from './journey.ts';

const numbers = 140;
const standin = buildStandin();
const flavours = [
  { name: 'the DMTCP stand-in', root: standin },
  { name: 'a real DMTCP', root: process.env.DMTCP_ROOT },
];
const vsix = path.resolve('build/dmtcp-condor.vsix');

describe('from the editor through the pool and back', () => {
  for (const { name, root } of flavours) {
    it(`with ${name}`, { timeout: 300_000 }, async (t) => {
      const missing = poolUnavailable() ?? editorUnavailable();
      if (missing !== undefined) return t.skip(missing);
      if (root === undefined) return t.skip('DMTCP_ROOT is not set: no real DMTCP on this machine');
      assert.ok(existsSync(vsix), 'build/dmtcp-condor.vsix is there (npm run package)');
      const directory = mkdtempSync(path.join(os.tmpdir(), 'first-light-'));
      const pool = await startPool();
      try {
        const result = await journey({
          pool,
          dmtcpRoot: root,
          counter: path.join(standin, 'counter'),
          vsix,
          directory,
          screenshots: path.resolve('build/screenshots', root === standin ? 'stand-in' : 'dmtcp'),
          numbers,
          say: (text) => t.diagnostic(text),
        });
        const all = Array.from({ length: numbers }, (_, i) => String(i + 1));
        assert.deepEqual(result.output, all, 'every number is in the output once');
        assert.deepEqual(result.shown, all, 'every number was shown once');
        assert.match(result.verdict, /completed/i);
        assert.match(result.verdict, /1 restart/);
      } finally {
        await pool.stop();
        rmSync(directory, { recursive: true, force: true });
      }
    });
  }
});
