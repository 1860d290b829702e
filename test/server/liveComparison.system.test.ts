import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { formatEdits } from '../../server/src/features/formatting.ts';
import { previewJobs } from '../../server/src/features/previewJobs.ts';
import { checkText } from '../../server/src/rules/check.ts';
import type { FileContent } from '../../server/src/submit/index.ts';
import { dialectOf, parse, parseVersion } from '../../server/src/submit/index.ts';
import type { Pool } from '../pool/pool.ts';
import { poolUnavailable, startPool } from '../pool/pool.ts';
import { seed } from '../support/seed.ts';
import { applyEdits } from './support/cursor.ts';
import { jobTexts } from './support/jobTexts.ts';
import { layoutTexts } from './support/layoutTexts.ts';
import { recipeFiles, recipeTexts } from './support/recipeTexts.ts';
import { companions, submitTexts } from './support/submitTexts.ts';

const runs = Number(process.env['LIVE_RUNS'] ?? 400);

/** What exists in the pool, as far as the texts name it. */
const present = new Set(['/bin/echo', '/bin/sh', '/tmp', '.', ...Object.keys(companions)]);

interface Verdict {
  readonly fails: boolean;
  readonly said: string;
}

const readFile = (name: string): FileContent => {
  const content = companions[name];
  return content === undefined ? { kind: 'missing' } : { kind: 'text', text: content };
};

const ours = (text: string, release: string): Verdict => {
  const version = parseVersion(release);
  assert.ok(version);
  const errors = checkText(text, { version, readFile, fileExists: (name) => present.has(name) }).filter(
    ({ severity }) => severity === 'error',
  );
  return { fails: errors.length > 0, said: errors.map(({ code }) => code).join(', ') };
};

/**
 * Runs condor_submit on every file, with the options that follow the directory. It can hang on macros that refer to each
 * other, and needs no more memory than this otherwise; either counts as a failure, which it is for its user.
 */
const script = `cd "$1" || exit 1
shift
ulimit -v 2000000
for f in *.sub; do
  said=$(timeout 5 condor_submit "$@" "$f" 2>&1 </dev/null)
  code=$?
  printf '%s\\t%s\\t%s\\n' "$f" "$code" "$(printf %s "$said" | base64 -w 0)"
done`;

interface Answer {
  readonly code: string;
  readonly said: string;
}

/** What condor_submit of the pool says to each text, where `files` are beside it. */
const submitAll = async (
  pool: Pool,
  texts: readonly string[],
  options: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<readonly Answer[]> => {
  const home = '/home/alice/live-comparison';
  const directory = path.join(pool.root, home);
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
  texts.forEach((text, index) => {
    writeFileSync(path.join(directory, `${String(index).padStart(5, '0')}.sub`), text, 'latin1');
  });
  await pool.exec('root', ['chown', '-R', 'alice:alice', home]);
  const { stdout } = await pool.exec('alice', ['bash', '-c', script, 'compare', home, ...options]);
  await pool.exec('root', ['rm', '-r', home]);
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t'))
    .map(([, code = '?', said = '']) => ({ code, said: Buffer.from(said, 'base64').toString('latin1') }));
  assert.equal(answers.length, texts.length, 'one answer for each text');
  return answers;
};

/** Arguments and output of the jobs whose ads a dry run has printed: all of the first one's, what differs of the others. */
const adsIn = (said: string): readonly { readonly args: string; readonly output: string }[] => {
  let first: ReadonlyMap<string, string> = new Map();
  return said
    .split(/^\.\n/m)
    .slice(0, -1)
    .map((ad) => {
      const found = ad.matchAll(/^(Args|Arguments|Out)="((?:[^"\\]|\\[^])*)"$/gm);
      const own = new Map([...found].map(([, name = '', value = '']) => [name, unescaped(value)] as const));
      if (first.size === 0) first = own;
      const [args, output] = [own, first].reduce<readonly (string | undefined)[]>(
        ([args, output], from) => [
          args ?? from.get('Args') ?? from.get('Arguments'),
          output ?? from.get('Out'),
        ],
        [],
      );
      return { args: args ?? '', output: output ?? '' };
    });
};

const unescaped = (value: string): string =>
  value.replace(/\\([^])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));

/** Arguments as condor_submit keeps them: with one blank between them. */
const words = (line = ''): string => line.trim().split(/\s+/).join(' ');

/** What was printed without the lines of the ads, which have times and random numbers in them. */
const macroTable = (said = ''): string => said.replace(/^[A-Za-z]\w*=.*\n?/gm, '');

/** The texts of the battery; latin1, so that each byte stays what it is. */
const batteryTexts = (): readonly string[] => {
  // The file is part of this repository and has this shape.
  const cases = JSON.parse(readFileSync('test/server/battery.json', 'utf8')) as readonly {
    readonly text?: string;
    readonly base64?: string;
  }[];
  return cases.flatMap(({ text, base64 }) => {
    const bytes = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);
    return bytes.length === 0 ? [] : [bytes.toString('latin1')];
  });
};

describe('beside condor_submit of a pool', { skip: poolUnavailable() ?? false, timeout: 280_000 }, () => {
  let pool: Pool;

  before(async () => {
    pool = await startPool({ name: 'lint' });
  });
  after(() => pool.stop());

  it('generated texts: an error exactly where condor_submit fails', async (t) => {
    const texts = fc.sample(submitTexts, { numRuns: runs, seed });
    const answers = await submitAll(pool, texts, ['-dry-run', '/dev/null'], companions);
    const disagreements: string[] = [];
    let failing = 0;
    texts.forEach((text, index) => {
      const { code, said } = answers[index] ?? { code: '?', said: '' };
      const own = ours(text, pool.version);
      if (code !== '0') failing++;
      if (own.fails === (code !== '0')) return;
      const short = said.replace(/\s+/g, ' ').trim().slice(0, 300);
      disagreements.push(`--- condor_submit ${code}: ${short}\n    ours: ${own.said || 'no error'}\n${text}`);
    });
    const agreed = texts.length - disagreements.length;
    t.diagnostic(
      `HTCondor ${pool.version}, seed ${seed}: ${agreed} of ${texts.length} agree; condor_submit refuses ${failing}`,
    );
    assert.deepEqual(disagreements, [], disagreements.join('\n'));
  });

  it('generated jobs: as many, with the arguments and outputs that condor_submit gives them', async (t) => {
    const version = parseVersion(pool.version);
    assert.ok(version);
    const texts = fc.sample(jobTexts, { numRuns: runs, seed });
    const answers = await submitAll(pool, texts, ['-dry-run', '-'], companions);
    const differences: string[] = [];
    let compared = 0;
    let jobs = 0;
    texts.forEach((text, index) => {
      const { code, said } = answers[index] ?? { code: '?', said: '' };
      const verdict = ours(text, pool.version);
      if (verdict.fails !== (code !== '0'))
        differences.push(`--- ${text}condor_submit ${code}: ${said.slice(-300)}\nours: ${verdict.said}`);
      const { rows, total } = previewJobs(parse(text, { version, readFile }), dialectOf(version), 1000);
      if (code !== '0' || total === undefined) return;
      compared++;
      const ads = adsIn(said);
      jobs += ads.length;
      const own = rows.map((row) => ({ args: words(row.arguments), output: row.output ?? '/dev/null' }));
      if (total === ads.length && isDeepStrictEqual(own, ads.slice(0, own.length))) return;
      differences.push(
        `--- ${text}condor_submit: ${ads.length} ${JSON.stringify(ads)}\nours: ${total} ${JSON.stringify(own)}`,
      );
    });
    t.diagnostic(
      `HTCondor ${pool.version}, seed ${seed}: ${compared} texts with ${jobs} jobs compared, ${differences.length} differ`,
    );
    assert.deepEqual(differences, [], differences.join('\n'));
    assert.ok(compared > texts.length / 2, `${compared} of ${texts.length} texts are compared`);
  });

  it('formatting: condor_submit reads the same macros, items and errors', async (t) => {
    const version = parseVersion(pool.version);
    assert.ok(version);
    const texts = [
      ...batteryTexts(),
      ...fc.sample(submitTexts, { numRuns: runs / 4, seed }),
      ...fc.sample(layoutTexts, { numRuns: runs / 4, seed }),
    ];
    const pairs = texts.flatMap((text) => {
      const formatted = applyEdits(text, formatEdits(parse(text, { version })));
      return formatted === text ? [] : [[text, formatted] as const];
    });
    const options = ['-append', 'skip_filechecks = warn', '-dry-run:hash', '-'];
    const before = await submitAll(
      pool,
      pairs.map(([text]) => text),
      options,
      companions,
    );
    const later = await submitAll(
      pool,
      pairs.map(([, formatted]) => formatted),
      options,
      companions,
    );
    const differences = pairs.flatMap(([text, formatted], index) => {
      const [a, b] = [before[index], later[index]];
      if (a?.code === b?.code && macroTable(a?.said) === macroTable(b?.said)) return [];
      return [
        `--- ${JSON.stringify(text)}\n${a?.said ?? ''}\n+++ ${JSON.stringify(formatted)}\n${b?.said ?? ''}`,
      ];
    });
    t.diagnostic(
      `HTCondor ${pool.version}, seed ${seed}: of ${texts.length} texts ${pairs.length} are changed by formatting, ${pairs.length - differences.length} of them read the same`,
    );
    assert.deepEqual(differences, [], differences.join('\n'));
    assert.ok(pairs.length > texts.length / 4, 'enough texts are changed by formatting');
  });

  it('snippets, the README and wrapped jobs: accepted without a warning', async () => {
    const recipes = [...recipeTexts()];
    const answers = await submitAll(
      pool,
      recipes.map(([, text]) => text),
      ['-dry-run', '/dev/null'],
      recipeFiles,
    );
    recipes.forEach(([name, text], index) => {
      const { code, said } = answers[index] ?? { code: '?', said: '' };
      assert.equal(code, '0', `${name}: ${said}\n${text}`);
      assert.match(said, /job\(s\) dry-run to cluster/, name);
      assert.doesNotMatch(said, /WARNING|ERROR/, name);
    });
  });
});
