// The queue's own costs, as ratios within one run: `node --expose-gc test/bench/queue.mjs [ROUNDS]`.
// 100,000 jobs of condor_q -json against JSON.parse of the whole; a job's events out of a 100 MB log against a scan of its
// bytes and condor_wait of the test pool (its start taken off), and as a pane shows them, over SSH; the tree of 10,000 jobs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundleParts, median } from './parts.mjs';

const rounds = Number(process.argv[2] ?? 5);
const { JobAdStream, topRows, EventLogFilter, followEventLog, StreamHub, ...machine } = await import(
  await bundleParts(
    'queue-parts.cjs',
    `export { JobAdStream } from './client/src/condor/adStream.ts';
      export { EventLogFilter } from './client/src/logs/eventLogFilter.ts';
      export { followEventLog } from './client/src/logs/followEventLog.ts';
      export { StreamHub } from './client/src/logs/streamHub.ts';
      export { poolUnavailable, startPool } from './test/pool/pool.ts';
      export { serverTransport } from './test/support/serverTransport.ts';
      export { sshServerUnavailable, startSshServer } from './test/support/sshServer.ts';
      export { topRows } from './client/src/views/jobTree.ts';`,
  )
);

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

// A real job's events, evicted twice, for one job after the other.
const jobEvents = readFileSync('test/client/fixtures/htcondor/23.9.6/evicted-twice.log', 'utf8');
const events = [];
let size = 0;
let jobsInLog = 0;
for (; size < 100e6; jobsInLog++) {
  const text = jobEvents.replaceAll('(017.', `(${String(jobsInLog + 1).padStart(3, '0')}.`);
  size += text.length;
  events.push(text);
}
const log = Buffer.from(events.join(''));
const scan = () => {
  let sum = 0;
  for (let i = 0; i < log.length; i++) sum = (sum + log[i]) | 0;
  return sum;
};
/** A job's events, as the log pane picks them out of the bytes that come. */
const pick = (id) => {
  const filter = new EventLogFilter(id);
  let text = '';
  for (let at = 0; at < log.length; at += 65_536) text += filter.append(log.subarray(at, at + 65_536));
  return text;
};
const wanted = { cluster: jobsInLog, proc: 0 };
if (pick(wanted) !== events.at(-1).replaceAll('\n...\n', '\n')) throw new Error('not the events of the job');

const folder = mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-bench-'));
const file = path.join(folder, 'events.log');
writeFileSync(file, log);
const waits = await condorWait();
const contenders = { scan, pick: () => pick(wanted), ...waits };
const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let i = -1; i < rounds; i++) {
  for (const [name, run] of Object.entries(contenders)) {
    const start = performance.now();
    const taken = await run();
    const ms = typeof taken === 'object' ? taken.ms : performance.now() - start;
    if (i >= 0) times[name].push(ms);
  }
}
const speed = (name) => log.length / 1e3 / median(times[name]);
const against = (name) => median(times[name].map((ms, i) => ms / times.pick[i])).toFixed(1);
console.log(
  `event log, ${(log.length / 1e6).toFixed(0)} MB of ${jobsInLog} jobs, the events of one of them: ${speed('pick').toFixed(0)} MB/s; ` +
    `byte scan ${speed('scan').toFixed(0)} (${against('scan')}x)` +
    (times.condorWait === undefined
      ? ''
      : `; condor_wait ${speed('condorWait').toFixed(0)} (${against('condorWait')}x)`),
);
await overSsh();
rmSync(folder, { recursive: true });
await globalThis.stopPool?.();

/** condor_wait of the test pool on the same log, its start taken off; nothing where there is no pool. */
async function condorWait() {
  const reason = machine.poolUnavailable();
  if (reason !== undefined) {
    console.log(`condor_wait is not compared: ${reason}`);
    return {};
  }
  const pool = await machine.startPool({ name: 'bench' });
  globalThis.stopPool = () => pool.stop();
  const first = events[0];
  writeFileSync(path.join(pool.root, 'tmp/events.log'), log);
  writeFileSync(path.join(pool.root, 'tmp/first.log'), first);
  const script = `for log in first events; do
    begin=$EPOCHREALTIME; condor_wait -wait 60 /tmp/$log.log >/dev/null || exit 1; end=$EPOCHREALTIME
    echo $(( \${end/./} - \${begin/./} ))
  done`;
  const run = async () => {
    const { code, stdout, stderr } = await pool.exec('root', ['bash', '-c', script]);
    if (code !== 0) throw new Error(`condor_wait: ${stderr}`);
    const [start, all] = stdout.trim().split('\n').map(Number);
    return { ms: (all - start) / 1000 };
  };
  return { condorWait: run };
}

/** From the opening of a pane to the last event of its job, with the log on a real SSH server. */
async function overSsh() {
  const reason = await machine.sshServerUnavailable();
  if (reason !== undefined) return console.log(`not over SSH: ${reason}`);
  const server = await machine.startSshServer();
  const transport = machine.serverTransport(server);
  try {
    await transport.connect();
    const all = [];
    for (let i = 0; i < Math.min(rounds, 5); i++) {
      const streams = new StreamHub(transport);
      const start = performance.now();
      let told = '';
      await followEventLog({
        streams,
        id: wanted,
        userLog: file,
        emit: async (event) => void (told += Buffer.from(event.bytes).toString()),
        pause: () => Promise.reject(new Error('the stream broke off')),
        signal: new globalThis.AbortController().signal,
      });
      all.push(performance.now() - start);
      if (told !== pick(wanted)) throw new Error('not the events of the job');
    }
    console.log(
      `the same in a pane, over SSH on loopback: ${median(all).toFixed(0)} ms, ${(log.length / 1e3 / median(all)).toFixed(0)} MB/s`,
    );
  } finally {
    transport.dispose();
    await server.stop();
  }
}

const queue = { kind: 'known', accessPoint: 'ap', jobs: jobs.slice(0, 10_000) };
const builds = [];
for (let i = 0; i < 20; i++) {
  const start = performance.now();
  topRows([{ name: 'ap', queue, ended: [], readAtMs: 0 }]);
  builds.push(performance.now() - start);
}
console.log(`top of the tree of 10,000 jobs: ${median(builds).toFixed(1)} ms`);
