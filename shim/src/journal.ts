import type { Host } from './host/host.ts';
import { eventSchema, fileNames, type ShimEvent } from './protocol.ts';

type WithoutBase<E> = E extends ShimEvent ? Omit<E, 'schema' | 'time' | 'job'> : never;
/** A ShimEvent without what every event has. */
export type News = WithoutBase<ShimEvent>;

/** The two records of a start: lines for people, and events for programs. Neither can fail the job. */
export interface Journal {
  /** One step, for people. */
  readonly say: (text: string) => void;
  readonly tell: (event: News) => void;
}

/** @param log path of the log for people; undefined: none */
export function openJournal(host: Host, job: string, log: string | undefined): Journal {
  let broken = false;
  const write = (path: string, line: string): void => {
    if (broken) return;
    try {
      host.files.append(path, line);
    } catch (error) {
      // A full disk must not stop a job that could still be checkpointed elsewhere; say it once where it is seen.
      broken = true;
      host.print(
        'stderr',
        `shim_dmtcp: cannot write ${path}: ${error instanceof Error ? error.message : String(error)}\n`,
      );
    }
  };
  return {
    say: (text) => {
      if (log !== undefined) write(log, `${stamp(host.now())} [${host.pid}] ${text}\n`);
    },
    tell: (event) => {
      const line = { schema: eventSchema, time: host.now(), job, ...event };
      write(fileNames.events(job), `${JSON.stringify(line)}\n`);
    },
  };
}

const stamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '');
