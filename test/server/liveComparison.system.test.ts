import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkText } from '../../server/src/rules/check.ts';
import type { FileContent } from '../../server/src/submit/index.ts';
import { parseVersion } from '../../server/src/submit/index.ts';
import { poolUnavailable, startPool } from '../pool/pool.ts';
import { companions, submitTexts } from './support/submitTexts.ts';

const seed = Number(process.env['LIVE_SEED'] ?? 20261123);
const runs = Number(process.env['LIVE_RUNS'] ?? 400);

/** What exists in the pool, as far as the texts name it. */
const present = new Set(['/bin/echo', '/bin/sh', '/tmp', '.', ...Object.keys(companions)]);

interface Verdict {
  readonly fails: boolean;
  readonly said: string;
}

const ours = (text: string, release: string): Verdict => {
  const version = parseVersion(release);
  assert.ok(version);
  const readFile = (name: string): FileContent => {
    const content = companions[name];
    return content === undefined ? { kind: 'missing' } : { kind: 'text', text: content };
  };
  const errors = checkText(text, { version, readFile, fileExists: (name) => present.has(name) }).filter(
    ({ severity }) => severity === 'error',
  );
  return { fails: errors.length > 0, said: errors.map(({ code }) => code).join(', ') };
};

/**
 * Runs condor_submit on every file. It can hang on macros that refer to each other, and needs no more memory than this
 * otherwise; either counts as a failure, which it is for its user.
 */
const script = `cd "$1" || exit 1
ulimit -v 2000000
for f in *.sub; do
  said=$(timeout 5 condor_submit -dry-run /dev/null "$f" 2>&1 </dev/null)
  code=$?
  printf '%s\\t%s\\t%s\\n' "$f" "$code" "$(printf %s "$said" | tr '\\n\\t' '  ' | cut -c1-300)"
done`;

test('generated texts: an error exactly where condor_submit fails', async (t) => {
  const reason = poolUnavailable();
  if (reason !== undefined) return t.skip(reason);
  const pool = await startPool({ name: 'lint' });
  try {
    const directory = path.join(pool.root, 'home/alice/live-comparison');
    mkdirSync(directory, { recursive: true });
    for (const [name, text] of Object.entries(companions)) writeFileSync(path.join(directory, name), text);
    const texts = fc.sample(submitTexts, { numRuns: runs, seed });
    texts.forEach((text, index) => {
      writeFileSync(path.join(directory, `${String(index).padStart(5, '0')}.sub`), text);
    });
    await pool.exec('root', ['chown', '-R', 'alice:alice', '/home/alice/live-comparison']);
    const { stdout } = await pool.exec('alice', [
      'bash',
      '-c',
      script,
      'compare',
      '/home/alice/live-comparison',
    ]);
    await pool.exec('root', ['rm', '-r', '/home/alice/live-comparison']);
    const theirs = stdout
      .trimEnd()
      .split('\n')
      .map((row) => row.split('\t'));
    assert.equal(theirs.length, texts.length, 'one verdict for each text');
    const disagreements: string[] = [];
    let failing = 0;
    texts.forEach((text, index) => {
      const [, code, said = ''] = theirs[index] ?? [];
      const own = ours(text, pool.version);
      if (code !== '0') failing++;
      if (own.fails === (code !== '0')) return;
      disagreements.push(
        `--- condor_submit ${code ?? '?'}: ${said.trim()}\n    ours: ${own.said || 'no error'}\n${text}`,
      );
    });
    const agreed = texts.length - disagreements.length;
    t.diagnostic(
      `HTCondor ${pool.version}, seed ${seed}: ${agreed} of ${texts.length} agree; condor_submit refuses ${failing}`,
    );
    assert.deepEqual(disagreements, [], disagreements.join('\n'));
  } finally {
    await pool.stop();
  }
});
