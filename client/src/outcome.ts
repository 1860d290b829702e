/** How an ended job went, from what it left in its directory. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileNames } from '../../shim/src/protocol.ts';
import { formatJobId, type Job, type JobId } from './condor/job.ts';
import { decodeShimEvents } from './dmtcp/shimEvents.ts';
import { FirstErrorFinder, judge, type FirstError, type Verdict } from './dmtcp/verdict.ts';

/** Judges a job by its ad (where the history has it) and the shim's files in `directory`, which may be missing. */
export async function outcomeOf(facts: {
  readonly id: JobId;
  readonly job: Job | undefined;
  readonly directory: string;
}): Promise<Verdict> {
  const job = formatJobId(facts.id);
  const events = await textOf(path.join(facts.directory, fileNames.events(job)));
  const firstError = await firstErrorOf(facts.directory, fileNames.dmtcpLog(job));
  return judge({
    ...(facts.job === undefined ? {} : { job: facts.job }),
    events: decodeShimEvents(events ?? ''),
    ...(firstError === undefined ? {} : { firstError }),
  });
}

async function firstErrorOf(directory: string, name: string): Promise<FirstError | undefined> {
  const finder = new FirstErrorFinder(name);
  try {
    const stream = createReadStream(path.join(directory, name), { encoding: 'utf8' });
    for await (const chunk of stream) {
      finder.append(String(chunk));
      if (finder.firstError !== undefined) break;
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return finder.firstError;
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
