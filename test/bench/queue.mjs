// The queue's own costs, as ratios within one run: `node --expose-gc test/bench/queue.mjs [ROUNDS]`.
// 100,000 jobs of condor_q -json against JSON.parse of the whole; a 100 MB event log against a scan of its bytes and,
// where a pool's root with condor_wait is named in CONDOR_WAIT (a command), against that; the tree of 10,000 jobs.
import { execSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as esbuild from 'esbuild';

const rounds = Number(process.argv[2] ?? 5);
const outfile = path.resolve('build/bench/queue-parts.cjs');
mkdirSync('build/bench', { recursive: true });
await esbuild.build({
  stdin: {
    contents: `export { JobAdStream } from './client/src/condor/adStream.ts';
      export { EventLogDecoder } from './client/src/condor/eventLog.ts';
      export { topRows } from './client/src/views/jobTree.ts';`,
    resolveDir: process.cwd(),
  },
  outfile,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  logLevel: 'warning',
});
const { JobAdStream, EventLogDecoder, topRows } = createRequire(import.meta.url)(outfile);

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const collect = () => globalThis.gc?.();
const turn = () => new Promise((resolve) => globalThis.setImmediate(resolve));

/** Milliseconds, the longest time in which nothing else could run, and the most memory beyond the input. */
async function measured(run) {
  collect();
  const before = process.memoryUsage().rss;
  let peak = before;
  let stall = 0;
  let last = performance.now();
  const start = last;
  /** Lets others run, as between two chunks of a connection. */
  const breathe = async () => {
    stall = Math.max(stall, performance.now() - last);
    await turn();
    last = performance.now();
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  const result = await run(breathe);
  const end = performance.now();
  stall = Math.max(stall, end - last);
  peak = Math.max(peak, process.memoryUsage().rss);
  return { result, ms: end - start, stall, mb: (peak - before) / 1e6 };
}

const ad = (i) => ({
  ClusterId: 1000 + Math.floor(i / 1000),
  ProcId: i % 1000,
  JobStatus: 1 + (i % 5),
  Owner: 'alice',
  Cmd: '/home/alice/dmtcp-condor/run/shim_dmtcp',
  Arguments: `--log shim.${i}.log --stdout out.${i} ./simulate ${i}`,
  QDate: 1700000000 + i,
  ServerTime: 1700100000,
  JobCurrentStartDate: 1700050000 + i,
  NumJobStarts: i % 7,
  NumShadowStarts: i % 9,
  RemoteHost: `slot1_${i % 16}@node${i % 200}.pool.test`,
  RemoteWallClockTime: i * 3.5,
  Iwd: '/home/alice/dmtcp-condor/run',
  UserLog: '/home/alice/dmtcp-condor/run/job.log',
  Out: '/dev/null',
  Err: '/dev/null',
  RequestMemory: 1024,
  RequestDisk: 4194304,
  ResidentSetSize: 100000 + i,
  DiskUsage: 20000 + i,
  ExitBySignal: false,
  JobBatchName: 'sweep',
  ChirpDmtcpLastCheckpoint: 1700090000 + i,
  ChirpDmtcpCheckpoints: i % 40,
  ChirpDmtcpCheckpointBytes: 3e8 + i,
  ChirpDmtcpCheckpointMilliseconds: 4000 + (i % 900),
});
const json = Buffer.from(
  `[\n${Array.from({ length: 100_000 }, (_, i) => JSON.stringify(ad(i), null, 2)).join('\n,\n')}\n]\n`,
);
const chunk = 65_536;

// Both get the output in chunks: that is how it comes.
const whole = async (breathe) => {
  const chunks = [];
  for (let at = 0; at < json.length; at += chunk) {
    chunks.push(Buffer.from(json.subarray(at, at + chunk)));
    await breathe();
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')).length;
};
const streamed = async (breathe) => {
  const stream = new JobAdStream('condor_q');
  for (let at = 0; at < json.length; at += chunk) {
    stream.append(Buffer.from(json.subarray(at, at + chunk)));
    await breathe();
  }
  return stream.end();
};
const parse = [];
let jobs = [];
for (let i = 0; i < rounds; i++) {
  const theirs = await measured(whole);
  const ours = await measured(streamed);
  jobs = ours.result;
  parse.push({ ours, theirs });
  ours.result = undefined;
}
const of = (who, key) => median(parse.map((round) => round[who][key]));
const ratio = median(parse.map(({ ours, theirs }) => ours.ms / theirs.ms));
console.log(
  `${jobs.length} jobs, ${(json.length / 1e6).toFixed(0)} MB of JSON, decoded: ${of('ours', 'ms').toFixed(0)} ms / JSON.parse ${of('theirs', 'ms').toFixed(0)} ms (${ratio.toFixed(2)}x); ` +
    `longest stall ${of('ours', 'stall').toFixed(1)} / ${of('theirs', 'stall').toFixed(1)} ms; memory ${of('ours', 'mb').toFixed(0)} / ${of('theirs', 'mb').toFixed(0)} MB`,
);

const time = '2026-11-22 17:15:48';
const eventsOf = (id) => [
  `000 (${id}.000.000) ${time} Job submitted from host: <127.0.0.1:9618?addrs=127.0.0.1-9618&alias=ap.pool.test&noUDP&sock=schedd_7_1>\n`,
  `040 (${id}.000.000) ${time} Started transferring input files\n\tTransferring to host: <127.0.0.1:9618?addrs=127.0.0.1-9618&alias=ap.pool.test>\n`,
  `040 (${id}.000.000) ${time} Finished transferring input files\n`,
  `001 (${id}.000.000) ${time} Job executing on host: <127.0.0.1:9618?addrs=127.0.0.1-9618&alias=ap.pool.test&noUDP&sock=startd_7_1>\n\tSlotName: slot1@ap.pool.test\n\tCondorScratchDir = "/var/lib/condor/execute/dir_7402"\n\tCpus = 1\n\tDisk = 3145728\n\tMemory = 1024\n`,
  ...Array.from(
    { length: 3 },
    () =>
      `006 (${id}.000.000) ${time} Image size of job updated: 12345\n\t12  -  MemoryUsage of job (MB)\n\t11200  -  ResidentSetSize of job (KB)\n`,
  ),
  `004 (${id}.000.000) ${time} Job was evicted. Code 1022 Subcode 0\n\tReason: Job vacated by schedd\n\t(0) CPU times\n\t\tUsr 0 00:00:00, Sys 0 00:00:00  -  Run Remote Usage\n\t\tUsr 0 00:00:00, Sys 0 00:00:00  -  Run Local Usage\n\t3364533  -  Run Bytes Sent By Job\n\t2955000  -  Run Bytes Received By Job\n`,
  `005 (${id}.000.000) ${time} Job terminated.\n\t(1) Normal termination (return value 7)\n\t\tUsr 0 00:00:01, Sys 0 00:00:00  -  Run Remote Usage\n\t\tUsr 0 00:00:00, Sys 0 00:00:00  -  Run Local Usage\n\t3364533  -  Run Bytes Sent By Job\n\t2955000  -  Run Bytes Received By Job\n\tPartitionable Resources :    Usage  Request Allocated\n\t   Cpus                 :                 1         1\n\t   Disk (KB)            :    29000    10240   3145728\n\t   Memory (MB)          :       12        64      1024\n\n\tJob terminated of its own accord at 2026-11-22T17:15:48Z with exit-code 7.\n`,
];
const events = [];
let size = 0;
let jobsInLog = 0;
for (; size < 100e6; jobsInLog++) {
  const text = eventsOf(String(jobsInLog).padStart(3, '0'))
    .map((event) => `${event}...\n`)
    .join('');
  size += text.length;
  events.push(text);
}
const log = Buffer.from(events.join(''));
const scan = () => {
  let sum = 0;
  for (let i = 0; i < log.length; i++) sum = (sum + log[i]) | 0;
  return sum;
};
const decode = (only) => () => {
  const decoder = new EventLogDecoder(only);
  let count = 0;
  for (let at = 0; at < log.length; at += 262_144)
    count += decoder.append(log.subarray(at, at + 262_144)).length;
  return count;
};
const contenders = {
  scan,
  live: decode(new Set([12, 13, 9])),
  evictions: decode(new Set([4])),
  all: decode(),
};
const speeds = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let i = 0; i < Math.min(rounds, 3); i++) {
  for (const [name, run] of Object.entries(contenders)) {
    const start = performance.now();
    run();
    speeds[name].push(log.length / 1e3 / (performance.now() - start));
  }
}
const speed = (name) => median(speeds[name]);
console.log(
  `event log, ${(log.length / 1e6).toFixed(0)} MB, ${jobsInLog} jobs, MB/s: byte scan ${speed('scan').toFixed(0)}; ` +
    `holds only ${speed('live').toFixed(0)} (${(speed('live') / speed('scan')).toFixed(2)}x); with evictions decoded ${speed('evictions').toFixed(0)} (${(speed('evictions') / speed('scan')).toFixed(2)}x); ` +
    `every event decoded ${speed('all').toFixed(0)} (${(speed('all') / speed('scan')).toFixed(2)}x)`,
);
if (process.env.CONDOR_WAIT !== undefined) {
  const file = process.env.CONDOR_WAIT_LOG ?? path.resolve('build/bench/events.log');
  writeFileSync(file, log);
  const start = performance.now();
  execSync(process.env.CONDOR_WAIT, { stdio: 'ignore' });
  const wait = log.length / 1e3 / (performance.now() - start);
  console.log(
    `condor_wait: ${wait.toFixed(0)} MB/s; ours ${(speed('evictions') / wait).toFixed(1)}x with evictions, ${(speed('all') / wait).toFixed(1)}x with every event`,
  );
  rmSync(file);
}

const queue = { kind: 'known', accessPoint: 'ap', jobs: jobs.slice(0, 10_000) };
const builds = [];
for (let i = 0; i < 20; i++) {
  const start = performance.now();
  topRows([{ name: 'ap', queue, ended: [], readAtMs: 0 }]);
  builds.push(performance.now() - start);
}
console.log(`top of the tree of 10,000 jobs: ${median(builds).toFixed(1)} ms`);
