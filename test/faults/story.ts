import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileNames, type ShimEvent } from '../../shim/src/protocol.ts';
import { files } from './job.ts';

/** What the shim said in one start; kept also where the sandbox is lost afterwards. */
export interface Chapter {
  readonly log: string;
  readonly events: readonly ShimEvent[];
  /** DMTCP's own logs and the program's standard error. */
  readonly dmtcp: string;
}

const nothing: Chapter = { log: '', events: [], dmtcp: '' };

/** What was said over all starts of a job. */
export class Story {
  readonly #chapters = new Map<number, Chapter>();
  readonly #places = new Map<number, string>();
  constructor(readonly job: string) {}

  /** @param place the start's sandbox, as the shim sees it: the logs of earlier starts are in the same files */
  begin(start: number, place: string): void {
    this.#places.set(start, place);
  }

  /** Reads what is in the start's sandbox now; what an earlier look found stays when the sandbox is gone. */
  look(start: number, directory: string): Chapter {
    const before = this.#chapters.get(start) ?? nothing;
    const place = this.#places.get(start);
    if (place === undefined) return before;
    const log = sinceLast(read(path.join(directory, files.log)), `in ${place}: `);
    const events = sinceLast(read(path.join(directory, fileNames.events(this.job))), JSON.stringify(place))
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as ShimEvent); // The shim wrote them; its unit tests are about the schema.
    const dmtcp =
      read(path.join(directory, fileNames.dmtcpLog(this.job))) + read(path.join(directory, files.stderr));
    const now: Chapter = {
      log: log.length >= before.log.length ? log : before.log,
      events: events.length >= before.events.length ? events : before.events,
      dmtcp: dmtcp.length >= before.dmtcp.length ? dmtcp : before.dmtcp,
    };
    this.#chapters.set(start, now);
    return now;
  }

  /** The last start, from the files that came back with the job's end. */
  end(start: number, directory: string): void {
    const log = read(path.join(directory, files.log));
    const place = [...log.matchAll(/ start \d+ of job \S+ on \S+ in (\S+): /g)].at(-1)?.[1];
    if (place === undefined) return;
    this.begin(start, place);
    this.look(start, directory);
  }

  /** What the newest start said. */
  get last(): Chapter {
    return this.chapter(Math.max(0, ...this.#chapters.keys()));
  }

  chapter(start: number): Chapter {
    return this.#chapters.get(start) ?? nothing;
  }

  get events(): readonly ShimEvent[] {
    return [...this.#chapters.values()].flatMap(({ events }) => events);
  }

  /** All logs, for a person or a pattern. */
  get text(): string {
    return [...this.#chapters]
      .map(([start, { log }]) => `--- start ${start}, the shim's log\n${log}`)
      .join('');
  }

  /** DMTCP's own logs, each part once. */
  get dmtcp(): string {
    const parts = [...this.#chapters.values()].flatMap(({ dmtcp }) => dmtcp.split(/^(?===> )/m));
    return [...new Set(parts)].join('\n');
  }
}

function read(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''; // the sandbox vanished meanwhile
    throw error;
  }
}

/** The lines from the last one on that has these words. */
function sinceLast(text: string, words: string): string {
  const all = text.split(/(?<=\n)/);
  const at = all.map((line) => line.includes(words)).lastIndexOf(true);
  return at < 0 ? '' : all.slice(at).join('');
}
