import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosticsOf } from './support/checkRule.ts';

/** A job as packaging leaves it, with a private DMTCP 4.2; three jobs, on whatever hosts the pool has. */
const job = `universe = vanilla
executable = shim_dmtcp
arguments = "--log shim.$(Cluster).$(Process).log --stdin input.dat --stdout foo.$(Cluster).$(Process).out --stderr foo.$(Cluster).$(Process).err --ckptint 1800 ./foo --title 'two words' $(Process)"
environment = "DMTCP_TMPDIR=. OMP_NUM_THREADS=1"
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
transfer_input_files = foo, input.dat, dmtcp_launch, dmtcp_coordinator, dmtcp_command, dmtcp_restart, mtcp_restart, libdmtcp.so, shim_dmtcp.manifest.json
kill_sig = SIGINT
want_graceful_removal = True
job_max_vacate_time = 120
on_exit_remove = ExitBySignal == False && ExitCode =!= 125
on_exit_hold = (ExitBySignal || ExitCode == 125) && NumJobCompletions >= 3
requirements = (OpSysMajorVer == 13) && (Microarch == "x86_64-v3")
output = job.$(Cluster).$(Process).out
error = job.$(Cluster).$(Process).err
log = job.$(Cluster).log
request_memory = 1GB
request_disk = 4GB
queue 3
`;

const names = [
  'dmtcp_launch',
  'dmtcp_coordinator',
  'dmtcp_command',
  'dmtcp_restart',
  'mtcp_restart',
  'libdmtcp.so',
];
const manifest = { schema: 1, files: names.map((name) => ({ name, size: 4 })) };
const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...names, 'foo', 'input.dat', 'shim_dmtcp'].map((name) => [name, 'text'])),
  'shim_dmtcp.manifest.json': JSON.stringify(manifest),
  '.': '',
};

/** Codes of a text's diagnostics, with the text that each underlines. */
const found = (text: string, on = files): readonly string[] =>
  diagnosticsOf(text, { files: on }).map(({ code, start, end }) => `${code}: ${text.slice(start, end)}`);

test('DMTCP rules: nothing to say about a job as it should be', () => {
  assert.deepEqual(found(job), []);
});

/** The mistakes that the rules for DMTCP are for: what is written instead of what, and what is underlined. */
const mistakes: readonly {
  readonly mistake: string;
  readonly from: string;
  readonly to: string;
  readonly expected: readonly string[];
}[] = [
  {
    mistake: '${CLUSTER} for $(CLUSTER)',
    from: '--log shim.$(Cluster)',
    to: '--log shim.${CLUSTER}',
    expected: ['shell-style-macro: ${CLUSTER}'],
  },
  {
    mistake: 'should_transfer_files is missing, and so is what implies it',
    from: 'should_transfer_files = YES\nwhen_to_transfer_output = ON_EXIT_OR_EVICT\n',
    to: '',
    expected: ['dmtcp-images-not-transferred: shim_dmtcp', 'dmtcp-no-file-transfer: shim_dmtcp'],
  },
  {
    mistake: 'should_transfer_files is wrong',
    from: 'should_transfer_files = YES\nwhen_to_transfer_output = ON_EXIT_OR_EVICT\n',
    to: 'should_transfer_files = IF_NEEDED\n',
    expected: ['dmtcp-images-not-transferred: shim_dmtcp', 'dmtcp-no-file-transfer: IF_NEEDED'],
  },
  {
    mistake: 'when_to_transfer_output is missing',
    from: 'when_to_transfer_output = ON_EXIT_OR_EVICT\n',
    to: '',
    expected: ['dmtcp-images-not-transferred: shim_dmtcp'],
  },
  {
    mistake: 'when_to_transfer_output is wrong',
    from: 'ON_EXIT_OR_EVICT',
    to: 'ON_EXIT',
    expected: ['dmtcp-images-not-transferred: ON_EXIT'],
  },
  {
    mistake: 'transfer_output_files drops the images',
    from: 'kill_sig',
    to: 'transfer_output_files = result.dat\nkill_sig',
    expected: ['dmtcp-images-left-behind: result.dat'],
  },
  {
    mistake: 'the images are in a directory, which does not travel by itself',
    from: '--ckptint 1800',
    to: '--ckptint 1800 --ckptdir ckpt',
    expected: ['dmtcp-images-left-behind: ckpt'],
  },
  {
    mistake: 'kill_sig is none that the shim traps',
    from: 'kill_sig = SIGINT',
    to: 'kill_sig = SIGQUIT',
    expected: ['dmtcp-kill-signal: SIGQUIT'],
  },
  {
    mistake: 'remove_kill_sig takes the place of kill_sig',
    from: 'kill_sig = SIGINT\n',
    to: 'kill_sig = SIGINT\nremove_kill_sig = SIGKILL\n',
    expected: ['dmtcp-remove-signal: remove_kill_sig'],
  },
  {
    mistake: 'a hold kills without a checkpoint',
    from: 'want_graceful_removal = True',
    to: 'want_graceful_removal = False',
    expected: ['dmtcp-graceful-removal: False'],
  },
  {
    mistake: 'the program does not travel',
    from: 'transfer_input_files = foo, ',
    to: 'transfer_input_files = ',
    expected: ['dmtcp-program-not-transferred: ./foo'],
  },
  {
    mistake: "the program's stdin does not travel",
    from: 'foo, input.dat, dmtcp_launch',
    to: 'foo, dmtcp_launch',
    expected: ['dmtcp-stdin-not-transferred: input.dat'],
  },
  {
    mistake: "some of DMTCP's files are missing",
    from: ' dmtcp_restart, mtcp_restart,',
    to: ' dmtcp_restart,',
    expected: [
      'dmtcp-files-missing: foo, input.dat, dmtcp_launch, dmtcp_coordinator, dmtcp_command, dmtcp_restart, libdmtcp.so, shim_dmtcp.manifest.json',
      'dmtcp-stale-manifest: shim_dmtcp.manifest.json',
    ],
  },
  {
    mistake: 'two generations are mixed',
    from: 'foo, input.dat, dmtcp_launch',
    to: 'foo, input.dat, dmtcp_checkpoint, dmtcp_launch',
    expected: ['dmtcp-mixed-generations: dmtcp_checkpoint', 'input-file-not-found: dmtcp_checkpoint'],
  },
  {
    mistake: 'a library that is long dead',
    from: 'libdmtcp.so, ',
    to: 'libdmtcp.so, libmtcp.so.1, ',
    expected: [
      'dmtcp-dead-library: libmtcp.so.1',
      'dmtcp-mixed-generations: libmtcp.so.1',
      'input-file-not-found: libmtcp.so.1',
    ],
  },
  {
    mistake: 'DMTCP_TMPDIR leaves the sandbox',
    from: 'DMTCP_TMPDIR=.',
    to: 'DMTCP_TMPDIR=/tmp',
    expected: ['dmtcp-leaves-sandbox: DMTCP_TMPDIR=/tmp'],
  },
  {
    mistake: 'a log leaves the sandbox',
    from: '--log shim.',
    to: '--log /tmp/shim.',
    expected: ['dmtcp-leaves-sandbox: /tmp/shim.$(Cluster).$(Process).log'],
  },
  {
    mistake: 'outputs collide between the processes of a cluster',
    from: '--stdout foo.$(Cluster).$(Process).out',
    to: '--stdout foo.$(Cluster).out',
    expected: ['outputs-collide: foo.$(Cluster).out'],
  },
  {
    mistake: 'the interval is shorter than a checkpoint',
    from: '--ckptint 1800',
    to: '--ckptint 5',
    expected: ['dmtcp-interval: 5'],
  },
  {
    mistake: 'the vacate time is shorter than a checkpoint, and than the interval',
    from: 'job_max_vacate_time = 120',
    to: 'job_max_vacate_time = 10',
    expected: ['dmtcp-vacate-time: 10'],
  },
  {
    mistake: 'request_disk has no room for the images',
    from: 'request_disk = 4GB',
    to: 'request_disk = 200MB',
    expected: ['dmtcp-request-disk: 200MB'],
  },
  {
    mistake: 'SIGUSR2, which is DMTCP’s own',
    from: 'kill_sig = SIGINT',
    to: 'kill_sig = SIGUSR2',
    expected: ['dmtcp-checkpoint-signal: SIGUSR2'],
  },
  {
    mistake: 'a universe without evictions',
    from: 'universe = vanilla',
    to: 'universe = local',
    expected: ['dmtcp-universe: local'],
  },
  {
    mistake: '--stdout equals output',
    from: 'output = job.$(Cluster).$(Process).out',
    to: 'output = foo.$(Cluster).$(Process).out',
    expected: ['dmtcp-same-output: foo.$(Cluster).$(Process).out'],
  },
  {
    mistake: "the program's arguments are quoted, but not the whole",
    from: /^arguments = .*$/m.exec(job)?.[0] ?? '',
    to: "arguments = --log shim.$(Cluster).$(Process).log ./foo --title 'two words'",
    expected: ["quotes-in-old-arguments: 'two words'"],
  },
  {
    mistake: 'requirements without a guard against other processors and systems',
    from: '(OpSysMajorVer == 13) && (Microarch == "x86_64-v3")',
    to: 'HasSingularity',
    expected: ['dmtcp-platform-guard: HasSingularity'],
  },
  {
    mistake: 'the shim’s end by a signal ends the job',
    from: 'on_exit_remove = ExitBySignal == False && ExitCode =!= 125\n',
    to: '',
    expected: ['dmtcp-exit-remove: shim_dmtcp'],
  },
];

for (const { mistake, from, to, expected } of mistakes) {
  test(`DMTCP rules: ${mistake}`, () => {
    assert.ok(job.includes(from), from);
    const text = job.replace(from, () => to);
    assert.deepEqual([...found(text)].sort(), [...expected].sort());
  });
}

test('DMTCP rules: a stale manifest', () => {
  assert.deepEqual(found(job, { ...files, 'libdmtcp.so': 'another build' }), [
    'dmtcp-stale-manifest: libdmtcp.so',
  ]);
});
