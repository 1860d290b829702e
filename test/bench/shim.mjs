// What the shim costs: soft kill to exit, start to program, restart to program, its own start and memory. By hand:
// `node test/bench/shim.mjs [ROUNDS]` (default 9), with the DMTCP stand-in and, where DMTCP_ROOT is set, a real one.
// The contenders take turns within one run; medians. Only differences and ratios count: the machine is shared.
// On a busy one, let nothing get in between: chrt -r 20 node test/bench/shim.mjs
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { buildShim } from '../../scripts/buildShim.mjs';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { median } from './parts.mjs';

const rounds = Number(process.argv[2] ?? 9);
/** The model sleeps 12 s in each round: fewer of them tell as much. */
const classicRounds = Math.min(rounds, 2);
const counter = path.join(buildStandin(), 'counter');
const shim = await buildShim();
const program = ['./counter', '100000', '10'];
let missed = 0;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Milliseconds until `ready` is true, asked every millisecond. */
async function timeUntil(what, ready) {
  const start = performance.now();
  while (!ready()) {
    if (performance.now() - start > 60_000) throw new Error(`still waiting after 60 s: ${what}`);
    await pause(1);
  }
  return performance.now() - start;
}

const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
const isAlive = (pid) => {
  try {
    // A zombie has ended.
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
/** Processes whose command line names this directory: the coordinator. */
const coordinators = (directory) =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${directory}/port`);
    } catch {
      return false; // gone meanwhile
    }
  });

const start = (directory, command) => {
  const environment = { _CONDOR_SCRATCH_DIR: directory, PATH: '/usr/bin:/bin' };
  const options = { cwd: directory, env: environment, stdio: 'ignore', detached: true };
  const child = spawn(command[0], command.slice(1), options);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { pid: child.pid, ended };
};

/** Each runs the counter in `directory`; `begin` starts or restarts it, `evict` returns once all of it is gone. */
const contenders = (root) => {
  const tool = (name) => path.join(root, 'bin', name);
  const bare = (directory, stop) => {
    let port;
    let child;
    return {
      begin: () => {
        rmSync(`${directory}/port`, { force: true });
        spawnSync(
          tool('dmtcp_coordinator'),
          ['--daemon', '--exit-on-last', '--port', '0', '--port-file', `${directory}/port`],
          { cwd: directory, stdio: 'ignore' },
        );
        port = readFileSync(`${directory}/port`, 'utf8');
        const images = readdirSync(directory).filter((name) => /^ckpt_.*\.dmtcp$/.test(name));
        const command =
          images.length > 0
            ? [tool('dmtcp_restart'), '-j', '--port', port, ...images]
            : [tool('dmtcp_launch'), '-q', '-j', '--port', port, '--ckptdir', '.', ...program];
        child = start(directory, ['/bin/sh', '-c', 'exec "$@" >>out.txt 2>>err.txt', 'sh', ...command]);
        return child;
      },
      evict: async () => {
        const { pid } = child;
        const [coordinator] = coordinators(directory);
        stop(tool('dmtcp_command'), port);
        await timeUntil('the end of the program', () => !isAlive(pid) && !isAlive(coordinator));
      },
    };
  };
  const command = (...args) => spawnSync(args[0], args.slice(1), { stdio: 'ignore' });
  return {
    'DMTCP alone, --kcheckpoint': (directory) =>
      bare(directory, (dmtcpCommand, port) => command(dmtcpCommand, '--port', port, '--kcheckpoint')),
    'DMTCP alone, --bcheckpoint, then --kill': (directory) =>
      bare(directory, (dmtcpCommand, port) => {
        // 3.x and 4.x do not block in spite of the name: the kill has to wait for the restart script.
        const script = `${directory}/dmtcp_restart_script.sh`;
        const before = statSync(script, { throwIfNoEntry: false })?.mtimeMs;
        command(dmtcpCommand, '--port', port, '--bcheckpoint');
        while (statSync(script, { throwIfNoEntry: false })?.mtimeMs === before)
          command('/bin/sleep', '0.001');
        command(dmtcpCommand, '--port', port, '--kill');
      }),
    shim_dmtcp: (directory) => {
      let child;
      return {
        begin: () => {
          const options = [
            '--log',
            'shim.log',
            '--stdout',
            'out.txt',
            '--stderr',
            'err.txt',
            '--with-dmtcp',
            root,
          ];
          child = start(directory, [shim, ...options, ...program]);
          return child;
        },
        memory: () =>
          Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
        evict: async () => {
          process.kill(child.pid, 'SIGINT');
          await child.ended;
        },
      };
    },
    'model of the classic shim’s sleeps': (directory) => {
      let child;
      return {
        begin: () => {
          child = start(directory, [
            '/bin/sh',
            path.resolve('test/bench/classicSleeps.sh'),
            `${root}/bin`,
            ...program,
          ]);
          return child;
        },
        evict: async () => {
          process.kill(child.pid, 'SIGINT');
          await child.ended;
        },
      };
    },
  };
};

/** One life of a job: start, soft kill, restart, soft kill. Milliseconds of each, and megabytes. */
async function live(contender) {
  mkdirSync('build/bench', { recursive: true });
  const directory = mkdtempSync(path.resolve('build/bench/shim-'));
  copyFileSync(counter, path.join(directory, 'counter'));
  const job = contender(directory);
  const times = { 'start to program': 0, 'soft kill to exit': 0, 'restart to program': 0 };
  let memory = 0;
  try {
    for (const phase of ['start to program', 'restart to program']) {
      const before = sizeOf(`${directory}/out.txt`);
      const began = performance.now();
      job.begin();
      await timeUntil('the program to print', () => sizeOf(`${directory}/out.txt`) > before);
      times[phase] = performance.now() - began;
      await pause(300);
      memory = Math.max(memory, job.memory?.() ?? 0);
      const asked = performance.now();
      await job.evict();
      times['soft kill to exit'] = performance.now() - asked;
    }
    return { times, memory };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const verdict = (text, value, limit, unit) => {
  const ok = value <= limit;
  if (!ok) missed++;
  console.log(
    `  ${value.toFixed(1).padStart(8)} ${unit}  ${text} (wanted <= ${limit})${ok ? '' : '  MISSED'}`,
  );
};

async function compare(title, root) {
  console.log(`\n${title}, ${rounds} rounds`);
  const found = Object.entries(contenders(root)).map(([name, contender]) => ({ name, contender, lives: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const { name, contender, lives } of found) {
      if (name.startsWith('model') && round >= classicRounds) continue;
      lives.push(await live(contender));
    }
  }
  const of = (name, phase) =>
    median(found.find((one) => one.name === name).lives.map(({ times }) => times[phase]));
  for (const phase of ['start to program', 'soft kill to exit', 'restart to program']) {
    console.log(`  ${phase}`);
    for (const { name } of found) console.log(`  ${of(name, phase).toFixed(1).padStart(8)} ms  ${name}`);
    const own = of('DMTCP alone, --kcheckpoint', phase);
    verdict('shim above DMTCP alone', of('shim_dmtcp', phase) - own, 100, 'ms');
    const ratio = of('model of the classic shim’s sleeps', phase) / of('shim_dmtcp', phase);
    console.log(`  ${ratio.toFixed(1).padStart(8)} x   classic sleeps / shim`);
  }
  const memory = Math.max(...found.find(({ name }) => name === 'shim_dmtcp').lives.map((one) => one.memory));
  verdict('peak memory of the running shim', memory, 5, 'MB');
}

/** The executable by itself, against the smallest program that there is. */
function compareStarts() {
  const time = (command, ...args) => {
    const began = performance.now();
    spawnSync(command, args, { stdio: 'ignore' });
    return performance.now() - began;
  };
  const times = { shim: [], smallest: [] };
  for (let round = 0; round < rounds * 10; round++) {
    times.shim.push(time(shim, '--version'));
    times.smallest.push(time('/bin/true'));
  }
  console.log(`\nexecutable: ${(sizeOf(shim) / 1e6).toFixed(2)} MB`);
  verdict('shim_dmtcp --version above /bin/true', median(times.shim) - median(times.smallest), 5, 'ms');
}

compareStarts();
await compare('with the DMTCP stand-in (its own times mean nothing)', buildStandin());
const real = process.env.DMTCP_ROOT;
if (real === undefined || !existsSync(real))
  console.log('\nDMTCP_ROOT is not set: a real DMTCP was not measured');
else await compare(`with the DMTCP of ${real}`, real);
process.exit(missed > 0 ? 1 : 0);
