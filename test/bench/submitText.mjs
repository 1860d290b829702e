/** The peer's and the server's inputs: made-up texts that look like what people write, of a given size. */

/** A small reproducible random source (a linear congruential generator). */
const randomFrom = (seed) => {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
};

const words =
  'sweep alpha beta gamma sample mesh solver grid fine coarse seed step tuning baseline pressure velocity'.split(
    ' ',
  );

/** What a campaign defines for itself: comments, macros, functions, attributes, a here-document, a condition. */
const macros = (n, pick, random) => `
# ------------------------------------------------------------------
# Campaign ${n}: ${pick()} ${pick()} with ${pick()} (see the notes of week ${random(52)})
# Reruns use the same seeds, so results can be compared.
# ------------------------------------------------------------------
campaign_${n}    = ${pick()}_${n}
base_dir_${n}    = /scratch/$(campaign_${n})/run-${random(1000)}
seed_${n}        = $INT(${random(100000)},%06d)
stem_${n}        = $Fn(base_dir_${n})
args_${n}        = --config $(base_dir_${n})/${pick()}.cfg --seed $(seed_${n}) --title ${pick()} -n ${random(64)}
files_${n}       = data/${pick()}.dat, data/${pick()}-${random(99)}.cfg, \\
                   $(base_dir_${n})/${pick()}.tar.gz, \\
                   lib/lib${pick()}.so
+Project_${n}    = "${pick()}-${pick()}"
+Site_${n}       = ${random(2) === 0}
MY.Priority_${n} = ${random(20)}
MY.Limit_${n}    = ifThenElse(isUndefined(RequestMemory), ${random(64)}, RequestMemory * ${random(9)} + ${random(1000)})
MY.Cost_${n}     = (time() - QDate) / ${1 + random(72)}.0 * ((RequestCpus ?: 1) + ${random(9)})
${
  random(3) === 0
    ? `if defined fast_${n}
  mode_${n}      = short
elif version >= 9.0
  mode_${n}      = $(stem_${n}:none)-long
else
  mode_${n}      = none
endif
`
    : `notes_${n} @=end
the ${pick()} ${pick()} of campaign ${n}
  kept for the report: ${pick()}, ${pick()}
@end
`
}MY.Summary_${n}  = "$(campaign_${n}) $(args_${n}) $(files_${n}) $(stem_${n}) $(mode_${n}:x) $(notes_${n}:none)"
`;

/** The commands of a job, with the macros of campaign `n`. */
const commands = (n, pick, random) => `
executable       = bin/${pick()}_solver
arguments        = "$(args_${n}) --name $(name) --file $(file) --value $(value) --title '$(title)'"
environment      = "OMP_NUM_THREADS=${1 + random(16)} CAMPAIGN=$(campaign_${n}) NOTE='two words'"
input            = data/${pick()}.in
output           = out/$(campaign_${n}).$(Cluster).$(Process).out
error            = out/$(campaign_${n}).$(Cluster).$(Process).err
log              = log/$(stem_${n}).$(Cluster).log

should_transfer_files   = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
transfer_input_files    = $(files_${n})

request_cpus     = ${1 + random(16)}
request_memory   = ${1 + random(64)} GB
request_disk     = ${(1 + random(200)) * 1024 * 1024}
requirements     = (OpSysAndVer == "Debian${10 + random(4)}") && TARGET.Memory >= ${random(64) * 1024} && (TARGET.HasFileTransfer =?= true || regexp("^node[0-9]+", TARGET.Machine))
rank             = KFlops + ${random(1000)} * ifThenElse(isUndefined(TARGET.LoadAvg), 0, TARGET.LoadAvg)
periodic_hold    = (time() - EnteredCurrentStatus) > ${random(72)} * 3600 && JobStatus == 2
periodic_release = NumJobStarts < ${random(10)} && HoldReasonCode =!= 1
kill_sig         = SIGINT
priority         = ${random(20) - 10}
max_retries      = ${random(5)}
on_exit_hold     = (ExitBySignal == true) || (ExitCode != 0)
description      = $(campaign_${n}), $(stem_${n})
`;

const row = (n, pick, random) =>
  `  ${pick()}_${n}, data/${pick()}/${random(100000)}.dat, ${random(1000) / 10}, ${pick()} ${pick()}\n`;

/** A submit file of about `bytes` characters: campaigns, one job, and one queue statement with a list of items. */
export const submitText = (bytes, seed = 1) => {
  const random = randomFrom(seed);
  const pick = () => words[random(words.length)];
  const parts = ['universe = vanilla\n'];
  let length = 0;
  const add = (part) => {
    parts.push(part);
    length += part.length;
  };
  for (let n = 0; length < bytes * 0.7; n++) add(macros(n, pick, random));
  add(commands(0, pick, random));
  add('queue name, file, value, title from (\n');
  for (let n = 0; length < bytes; n++) add(row(n, pick, random));
  parts.push(')\n');
  return parts.join('');
};

/** Campaigns that each have their own job, queue statement and list, as releases before 25 allow. */
export const manyQueues = (bytes, seed = 2) => {
  const random = randomFrom(seed);
  const pick = () => words[random(words.length)];
  const parts = ['universe = vanilla\n'];
  let length = 0;
  for (let n = 0; length < bytes; n++) {
    const rows = Array.from({ length: 2 + random(12) }, (_, index) => row(index, pick, random)).join('');
    const part = `${macros(n, pick, random)}${commands(n, pick, random)}queue name, file, value, title from (\n${rows})\n`;
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
};

/** A JSON document of about `bytes` characters with the same words and kinds of values. */
export const jsonText = (bytes, seed = 3) => {
  const random = randomFrom(seed);
  const pick = () => words[random(words.length)];
  const campaigns = [];
  let length = 0;
  for (let n = 0; length < bytes; n++) {
    const entry = {
      campaign: `${pick()}_${n}`,
      base: `/scratch/${pick()}/run-${random(1000)}`,
      seed: random(100000),
      executable: `bin/${pick()}_solver`,
      arguments: ['--config', `${pick()}.cfg`, '--title', `the ${pick()} run`, '-n', random(64)],
      environment: { OMP_NUM_THREADS: 1 + random(16), NOTE: 'two words' },
      files: [`data/${pick()}.dat`, `data/${pick()}-${random(99)}.cfg`, `lib/lib${pick()}.so`],
      request: { cpus: 1 + random(16), memory: random(64) * 1024, disk: random(200), gpus: null },
      requirements: `OpSysAndVer == "Debian${random(14)}" && TARGET.Memory >= ${random(64) * 1024}`,
      transfer: random(2) === 0,
      rows: Array.from({ length: 4 }, () => ({
        file: `data/${random(100000)}.dat`,
        value: random(1000) / 10,
      })),
    };
    campaigns.push(entry);
    length += JSON.stringify(entry, undefined, 2).length;
  }
  return JSON.stringify({ universe: 'vanilla', campaigns }, undefined, 2);
};
