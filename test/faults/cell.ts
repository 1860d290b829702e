import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepareFault, countFor, type FaultName } from './faults.ts';
import type { Dmtcp } from './dmtcp.ts';
import { files, type Driver, type Job, type JobSpec } from './job.ts';
import { limitOf } from './limits.ts';
import { endCode, lines, prepareProgram, type ProgramName } from './programs.ts';
import { randomFrom } from './random.ts';

export interface Cell {
  readonly program: ProgramName;
  readonly fault: FaultName;
}

export type Verdict = 'passed' | 'failed' | 'cannot';

export interface CellResult extends Cell {
  readonly verdict: Verdict;
  /** Why not passed: one line. */
  readonly evidence: string;
  readonly seconds: number;
  /** It is so for every fault of this program. */
  readonly whole?: boolean;
  /** File with everything that was said, where it did not pass. */
  readonly record?: string;
}

export interface CellOptions {
  readonly driver: Driver;
  readonly dmtcp: Dmtcp;
  readonly seed: number;
}

export const nameOf = ({ program, fault }: Cell): string => `${program}/${fault}`;

/** Runs one cell; never throws. */
export async function runCell(cell: Cell, options: CellOptions): Promise<CellResult> {
  const { driver, dmtcp, seed } = options;
  const began = Date.now();
  const result = (verdict: Verdict, evidence = '', record?: string): CellResult => ({
    ...cell,
    verdict,
    evidence,
    seconds: (Date.now() - began) / 1000,
    ...(record === undefined ? {} : { record }),
  });
  const program = prepareProgram(cell.program, dmtcp, driver.ownLibrary);
  if ('kind' in program) return { ...result('cannot', program.reason), whole: true };
  const impossible = driver.cannot(cell.fault);
  if (impossible !== undefined) return result('cannot', impossible);

  const fault = prepareFault(cell.fault, program);
  const name = nameOf(cell);
  const spec: JobSpec = {
    cell: name,
    program,
    dmtcp,
    count: countFor(program, fault, driver.pace),
    setup: fault.setup,
  };
  let job: Job | undefined;
  try {
    job = await driver.submit(spec);
    await fault.play(job, randomFrom(seed, name));
    const problem = (await problemsOf(job)) ?? fault.missing(job);
    if (problem === undefined) return result('passed');
    return failed(job, problem);
  } catch (error) {
    return failed(job, error instanceof Error ? error.message : String(error));
  } finally {
    await job?.clear();
  }

  function failed(of: Job | undefined, problem: string): CellResult {
    if (of === undefined) return result('failed', problem);
    const record = keepRecord(of, problem, options);
    const limit = limitOf(of.story, cell.fault);
    const first = problem.split('\n')[0] ?? '';
    return limit === undefined ? result('failed', first, record) : result('cannot', limit, record);
  }
}

/** The invariant of every cell: the job ends as its program does, and every number is there exactly once. */
async function problemsOf(job: Job): Promise<string | undefined> {
  const { program, count } = job.spec;
  const final = await job.final();
  if (final.kind === 'other') return `the job did not end: ${final.text}`;
  job.story.end(job.finished(), final.directory);
  if (final.code !== endCode) return `the job ended with ${final.code} instead of ${endCode}`;
  const wanted = lines(count, (i) => program.line(i));
  for (const name of [files.stdout, ...(program.own === undefined ? [] : [program.own])]) {
    const difference = differenceOf(wanted, readFileSync(path.join(final.directory, name), 'utf8'));
    if (difference !== undefined) return `${name}: ${difference}`;
  }
  // The state that a failed start has brought back earlier lies there still; nothing removes it. Images that were set
  // aside come back for people to look at.
  const began = job.story.last.events.find(({ event }) => event === 'start')?.time ?? 0;
  const isNew = (name: string): boolean => statSync(path.join(final.directory, name)).mtimeMs > began;
  const images = readdirSync(final.directory).filter(
    (name) =>
      (/^ckpt_|\.saved\./.test(name) && !/\.bad-\d+$/.test(name)) ||
      (name.endsWith('state.json') && isNew(name)),
  );
  if (images.length > 0) return `left after the end: ${images.join(', ')}`;
  return (await job.leftBehind())[0];
}

/** Where two texts part, in words; undefined when they are equal. */
function differenceOf(wanted: string, found: string): string | undefined {
  if (wanted === found) return undefined;
  const [expected, present] = [wanted.split('\n'), found.split('\n')];
  const at = expected.findIndex((line, i) => line !== present[i]);
  const line = at < 0 ? expected.length : at;
  return `line ${line + 1} is ${JSON.stringify(present[line])} instead of ${JSON.stringify(expected[line])} (${present.length - 1} lines, ${expected.length - 1} expected)`;
}

function keepRecord(job: Job, problem: string, { driver, dmtcp }: CellOptions): string {
  const directory = path.resolve(
    'build/faults/records',
    `${driver.name}-${path.basename(dmtcp.root)}`.replaceAll(/[ ()]+/g, '-'),
  );
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `${job.spec.cell.replace('/', '-')}.txt`);
  writeFileSync(file, `${problem}\n\n${job.story.text}\n--- DMTCP's logs\n${job.story.dmtcp}`);
  return file;
}
