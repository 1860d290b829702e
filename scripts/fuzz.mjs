// Throws made-up texts at the parser, all rules and all features: `node scripts/fuzz.mjs [--minutes N] [--seed S]`.
// The cases follow from the seed alone; `--case N` runs one again and prints its text. Ends with 1 when one failed.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import * as esbuild from 'esbuild';

/** Milliseconds after which a case counts as endless; the worker itself finds those that are merely slow. */
const timeLimit = 60_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    case: { type: 'string' },
  },
});
const seed = Number(values.seed);
const only = values.case === undefined ? undefined : Number(values.case);
const deadline = Date.now() + Number(values.minutes) * 60_000;

mkdirSync('build/fuzz', { recursive: true });
const outfile = path.resolve('build/fuzz', `worker-${process.pid}.mjs`);
await esbuild.build({
  entryPoints: ['test/fuzz/worker.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
});

let cases = 0;
let failures = 0;
let slowest = { index: 0, time: 0 };

const report = (index, failure) => {
  failures++;
  console.log(`\n✖ seed ${seed} case ${index}: ${failure}`);
};

/** Runs cases in a worker until the time is over; resolves with the case to go on with after a hang. */
const runFrom = (from) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(outfile, {
      workerData: { seed, from, only },
      execArgv: ['--enable-source-maps'],
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    let current = from;
    let begun = Date.now();
    const end = (next) => {
      clearInterval(timer);
      void worker.terminate();
      resolve(next);
    };
    const timer = setInterval(() => {
      if (Date.now() - begun > timeLimit) {
        report(current, `still running after ${timeLimit / 1000} s`);
        end(current + 1);
      } else if (only === undefined && Date.now() > deadline) end(undefined);
    }, 200);
    worker.on('message', (message) => {
      const now = Date.now();
      if (message.kind !== 'text' && now - begun > slowest.time)
        slowest = { index: current, time: now - begun };
      if (message.kind === 'begin') {
        current = message.index;
        begun = now;
        cases++;
      } else if (message.kind === 'failure') report(message.index, message.failure);
      else if (message.kind === 'text') {
        writeFileSync('build/fuzz/case.sub', message.text);
        console.log(`${JSON.stringify(message.text)}\nincluded: ${JSON.stringify(message.included)}`);
      } else end(undefined);
    });
    worker.on('error', (error) => {
      clearInterval(timer);
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return reject(error);
      report(current, error.message);
      resolve(current + 1);
    });
  });

for (let from = 0; from !== undefined;) from = await runFrom(from);
rmSync(outfile);
console.log(
  `\nseed ${seed}: ${cases} cases, ${failures} failures; the slowest, case ${slowest.index}, took ${slowest.time} ms`,
);
process.exit(failures > 0 ? 1 : 0);
