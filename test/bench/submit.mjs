// Parse + rules against condor_submit's own parser: `node test/bench/submit.mjs [ROUNDS]`. Needs the test pool.
// What a near-empty file takes is taken off condor_submit's time: its start is not its parser's fault.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleParts, median } from './parts.mjs';
import { submitText } from './submitText.mjs';

const rounds = Number(process.argv[2] ?? 15);
const { checkText, parseVersion, poolUnavailable, startPool } = await import(
  await bundleParts(
    'submit.mjs',
    `export { checkText } from './server/src/rules/check.ts';
      export { parseVersion } from './server/src/submit/index.ts';
      export { poolUnavailable, startPool } from './test/pool/pool.ts';`,
  )
);

const reason = poolUnavailable();
if (reason !== undefined) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

/** Prints the milliseconds that condor_submit takes for each file. */
const script = `cd "$1"; shift
for f; do
  begin=$EPOCHREALTIME
  timeout 60 condor_submit -dry-run:hash /dev/null "$f" >/dev/null 2>said || { cat said; exit 1; }
  end=$EPOCHREALTIME
  echo $(( (\${end/./} - \${begin/./}) ))
done`;

const pool = await startPool({ name: 'bench' });
try {
  const version = parseVersion(pool.version);
  const home = '/home/alice/bench-submit';
  const folder = path.join(pool.root, home);
  mkdirSync(folder, { recursive: true });
  // Of all the files that the text names, condor_submit looks for the executable alone. One job: for each it would
  // expand everything anew.
  const text = submitText(1.4 * (1 << 20))
    .replace(/^executable .*$/m, 'executable = /bin/echo')
    .replace(/^queue name[^]*$/m, 'queue\n');
  writeFileSync(path.join(folder, 'empty.sub'), 'executable = /bin/echo\nqueue\n');
  writeFileSync(path.join(folder, 'large.sub'), text);
  await pool.exec('root', ['chown', '-R', 'alice:alice', home]);
  const times = { ours: [], theirs: [] };
  for (let round = -3; round < rounds; round++) {
    const run = await pool.exec('alice', ['bash', '-c', script, 'bench', home, 'empty.sub', 'large.sub']);
    const [empty, large] = run.stdout.trim().split('\n').map(Number);
    if (run.code !== 0) throw new Error(`condor_submit: ${run.stdout}${run.stderr}`);
    const copy = Buffer.from(text).toString();
    const begin = performance.now();
    checkText(copy, { version });
    const own = performance.now() - begin;
    if (round < 0) continue;
    times.ours.push(own);
    times.theirs.push((large - empty) / 1000);
  }
  await pool.exec('root', ['rm', '-r', home]);
  const [ours, theirs] = [median(times.ours), median(times.theirs)];
  const megabytes = text.length / 1e6;
  console.log(`${(megabytes / (ours / 1000)).toFixed(1).padStart(7)} MB/s  parse + rules`);
  console.log(
    `${(megabytes / (theirs / 1000)).toFixed(1).padStart(7)} MB/s  condor_submit ${pool.version} -dry-run:hash`,
  );
  const ratio = theirs / ours;
  console.log(
    `${ratio.toFixed(2).padStart(7)}  parse + rules / condor_submit (wanted >= 3)${ratio >= 3 ? '' : '  MISSED'}`,
  );
} finally {
  await pool.stop();
}
