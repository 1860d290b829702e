import { CondorError } from '../condor/condorError.ts';
import { isPassing } from '../condor/isPassing.ts';
import { formatJobId, type Job, type JobId } from '../condor/job.ts';
import { finishedJob, queryJob } from '../condor/queue.ts';
import { waitingText } from '../condor/waiting.ts';
import { TransportError, type Transport } from '../transport/transport.ts';
import { ShimEventDecoder } from '../dmtcp/shimEvents.ts';
import type { JobTail, TailEvent, TailState } from './events.ts';
import { Sandbox } from './enterSandbox.ts';
import { FileState, positionsOf } from './fileState.ts';
import type { ExecuteHosts } from './executeHosts.ts';
import type { FileSet } from './followScript.ts';
import { followEventLog } from './followEventLog.ts';
import type { DataFrame } from './frames.ts';
import {
  followedFile,
  framePath,
  isOutside,
  returnedFiles,
  sandboxFiles,
  type JobFiles,
} from './jobFiles.ts';
import { readFrames, type FrameReader } from './readFrames.ts';
import { directStreams, type Streams } from './streams.ts';

export interface TailJobOptions {
  readonly transport: Transport;
  readonly id: JobId;
  /** Called in order; the next event waits for what it returns, which holds the job's files back (bounded memory). */
  readonly listener: (event: TailEvent) => void | Promise<void>;
  /** Milliseconds between two looks at a job that does not run; 1000. */
  readonly pollMs?: number;
  /** Where many jobs are followed: streams that share sessions of the connection, and looks that share a condor_q. */
  readonly streams?: Streams;
  /** Where the settings let execute hosts be reached by SSH: used when condor_ssh_to_job does not work. */
  readonly executeHosts?: ExecuteHosts | undefined;
  readonly look?: (id: JobId, signal: AbortSignal) => Promise<Job | undefined>;
}

/**
 * Follows everything that a job writes for people, in each of its sandboxes in turn, until it has left the queue;
 * then what it wrote last, from the files on the access point.
 */
export function tailJob(options: TailJobOptions): JobTail {
  const tail = new Tail(options);
  return { dispose: () => tail.dispose(), done: tail.run() };
}

/** How long the history may take to show a job that has left the queue, milliseconds. */
const historyWithinMs = 20_000;
/** Longest pause between two tries to reach the access point, milliseconds. */
const maxPauseMs = 30_000;
/** Polls that an ended job's event log may take to show its last event. */
const eventLogPolls = 5;
/** Most bytes of a file that is long already when its job is first looked at: a pane shows its end. */
const mostBytes = 16 << 20;

class Tail {
  private readonly aborted = new AbortController();
  private readonly files = new Map<string, FileState>();
  private readonly shimEvents = new ShimEventDecoder();
  private readonly pollMs: number;
  private readonly streams: Streams;
  private readonly door: Sandbox;
  private queue: Promise<unknown> = Promise.resolve();
  private start: JobFiles['start'];
  private sandbox = '';
  private lastState = '';
  private eventLog: Promise<void> | undefined;

  constructor(private readonly options: TailJobOptions) {
    this.pollMs = options.pollMs ?? 1000;
    this.streams = options.streams ?? directStreams(options.transport);
    this.door = new Sandbox({
      transport: options.transport,
      streams: this.streams,
      executeHosts: options.executeHosts,
      id: options.id,
      tell: (event) => this.tell(event),
      signal: this.aborted.signal,
    });
  }

  dispose(): void {
    this.aborted.abort();
  }

  async run(): Promise<void> {
    let failures = 0;
    while (!this.over()) {
      try {
        if (await this.look()) return;
        failures = 0;
      } catch (error) {
        if (this.over()) return;
        if (!isPassing(error)) {
          await this.end({ failed: error instanceof Error ? error.message : String(error) }, error);
          return;
        }
        failures++;
        await this.state({ kind: 'disconnected', message: error.message }, error.message);
        await this.pause(Math.min(maxPauseMs, this.pollMs * 2 ** failures));
      }
    }
  }

  /** One look at the job, and what follows from it; true when nothing more can come. */
  private async look(): Promise<boolean> {
    const { transport, id } = this.options;
    const { signal } = this.aborted;
    const job = await (this.options.look?.(id, signal) ?? queryJob(transport, id, signal));
    if (job === undefined || job.status === 'completed' || job.status === 'removed') {
      await this.finish(job ?? (await this.fromHistory()));
      return true;
    }
    this.eventLog ??= this.followLog(job);
    switch (job.status) {
      case 'idle':
        await this.state({ kind: 'waiting', job }, waitingText(job));
        break;
      case 'transferring':
      case 'suspended':
        await this.state({ kind: 'waiting', job }, `Job ${formatJobId(id)} is ${job.status}.`);
        break;
      case 'held':
        await this.state(
          { kind: 'held', job },
          `Job ${formatJobId(id)} is held: ${job.holdReason?.text ?? 'no reason was given'}. Correct the cause, then release it (DMTCP: Release Job).`,
        );
        break;
      case 'running': {
        const host = job.host ?? 'an unknown host';
        await this.state({ kind: 'running', job, host }, `Job ${formatJobId(id)} runs on ${host}.`);
        await this.attach(job);
        break;
      }
    }
    await this.pause(this.pollMs);
    return false;
  }

  /** Follows the files in the sandbox of a running job until the connection to it ends. */
  private async attach(job: Job): Promise<void> {
    const sandbox = `${job.host ?? ''} ${job.startedAt ?? 0}`;
    if (sandbox !== this.sandbox) {
      // What lay outside the last sandbox stayed there; a file of the same name is another one here.
      for (const [path, file] of this.files) {
        // A file that came along is the same one by its bytes only.
        file.identity = '';
        if (isOutside(path)) file.restart();
      }
      this.sandbox = sandbox;
    }
    for (;;) {
      const what = {
        sets: sandboxFiles(this.known()),
        positions: positionsOf(this.files),
        once: false,
        most: mostBytes,
      };
      const end = await this.door.follow(
        job,
        what,
        this.reader((frame) => this.fileAt(frame.path)),
      );
      if (end.kind === 'refused' || end.kind === 'failed') {
        await this.pause(Math.min(maxPauseMs, this.pollMs * (2 ** this.door.doublings - 1)));
      }
      if (end.kind !== 'again') break;
    }
    // The job may have gone on to another state: the next look tells.
  }

  /** Tells what frames bring; another follower is needed when a file must be read again, or names are news. */
  private reader(fileOf: (frame: DataFrame) => FileState): FrameReader {
    const before = this.start;
    return {
      take: async (frame) => {
        const taken = fileOf(frame).take(frame);
        for (const event of taken.events) await this.emit(event);
        return taken.kind === 'readAgain' || namesChanged(before, this.start);
      },
    };
  }

  /** The job has left the queue: reads what came back to the access point after the last look into the sandbox. */
  private async finish(job: Job | undefined): Promise<void> {
    if (job === undefined) {
      const text = `Job ${formatJobId(this.options.id)} is neither in the queue nor in the history of ${this.options.transport.name}: expected an id of a job that was submitted there. It may have been removed from the history; choose another job.`;
      await this.end({ failed: text });
      return;
    }
    this.eventLog ??= this.followLog(job);
    // The shim's events may be news only now; they name the other files. Of a removed job nothing comes back:
    // files of these names would be another job's.
    let complete = job.status !== 'completed';
    for (let round = 0; round < 10 && !complete; round++) {
      const places = new Map(
        returnedFiles(this.known(), job).map(({ place, path }) => [framePath(place), framePath(path)]),
      );
      const sets = [...places.keys()].map((place): FileSet => {
        const name = Buffer.from(place, 'latin1').toString('utf8');
        return { directory: '', names: { kind: 'literal', name } };
      });
      const positions = new Map(
        [...places].map(
          ([place, path]) => [place, { offset: this.files.get(path)?.offset ?? 0, identity: '' }] as const,
        ),
      );
      const stream = this.streams.follow({ sets, positions, once: true }, this.aborted.signal);
      const end = await readFrames(
        stream,
        this.reader((frame) => this.fileAt(places.get(frame.path) ?? frame.path)),
      );
      if (end.kind === 'failed') throw end.error;
      complete = end.kind === 'complete';
      // Broken off in the middle: the rest is read from where it was.
      if (!complete && end.kind !== 'again') await this.pause(this.pollMs);
    }
    if (!complete) {
      const text = `The last lines of job ${formatJobId(this.options.id)} could not all be read from the access point, so some may be missing here. They are in the files that the job returned (DMTCP: Fetch Job Outputs).`;
      await this.tell({ kind: 'note', level: 'warning', text });
    }
    await this.state({ kind: 'ended', job }, `Job ${formatJobId(this.options.id)} has left the queue.`);
    // A log that was removed, or that others write too, may never show the job's last event.
    await Promise.race([this.eventLog, this.pause(this.pollMs * eventLogPolls)]);
    await this.end({ job });
  }

  /** The job's event log, if it has one. */
  private async followLog({ userLog }: Job): Promise<void> {
    if (userLog === undefined) return;
    await followEventLog({
      streams: this.streams,
      id: this.options.id,
      userLog,
      emit: (event) => this.emit(event),
      pause: () => this.pause(this.pollMs),
      signal: this.aborted.signal,
    });
  }

  private fileAt(path: string): FileState {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const made = new FileState(followedFile(this.known(), path));
    this.files.set(path, made);
    return made;
  }

  private known(): JobFiles {
    return { id: this.options.id, start: this.start };
  }

  private async fromHistory(): Promise<Job | undefined> {
    const until = Date.now() + historyWithinMs;
    // Only a job that was seen in the queue is sure to come into the history.
    const wait = this.lastState !== '';
    for (;;) {
      const job = await finishedJob(this.options.transport, this.options.id, this.aborted.signal);
      if (job !== undefined || !wait || Date.now() > until || this.over()) return job;
      await this.pause(this.pollMs);
    }
  }

  private async emit(event: TailEvent): Promise<void> {
    if ((event.kind === 'truncated' || event.kind === 'rotated') && event.file.kind === 'shimEvents')
      this.shimEvents.restart();
    await this.tell(event);
    if (event.kind !== 'data' || event.file.kind !== 'shimEvents') return;
    for (const one of this.shimEvents.append(event.bytes)) {
      if (one.event === 'start') this.start = one;
      await this.tell({ kind: 'shim', event: one });
    }
  }

  /** Tells a state once, until it changes. */
  private async state(state: TailState, text: string): Promise<void> {
    const run = state.kind === 'running' ? String(state.job.startedAt) : '';
    const key = `${state.kind} ${run} ${text}`;
    if (key === this.lastState) return;
    this.lastState = key;
    await this.tell({ kind: 'state', state, text });
  }

  private async end(what: { readonly job?: Job; readonly failed?: string }, cause?: unknown): Promise<void> {
    const failed =
      cause instanceof CondorError || cause instanceof TransportError || cause === undefined
        ? what.failed
        : `The logs cannot be followed any more, for a reason that should not be: ${what.failed ?? ''}`;
    this.aborted.abort();
    await this.tell(
      {
        kind: 'end',
        ...(what.job === undefined ? {} : { job: what.job }),
        ...(failed === undefined ? {} : { failed }),
      },
      true,
    );
  }

  /** One event after the other, however many sources there are; none after the end. */
  private tell(event: TailEvent, last = false): Promise<void> {
    const told = this.queue.then(() => (last || !this.over() ? this.options.listener(event) : undefined));
    this.queue = told.catch(() => undefined);
    return told;
  }

  private over(): boolean {
    return this.aborted.signal.aborted;
  }

  private pause(milliseconds: number): Promise<void> {
    if (this.over()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.aborted.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.aborted.signal.addEventListener('abort', done);
    });
  }
}

/** Whether a start event names files that the script does not follow yet. */
const namesChanged = (before: JobFiles['start'], now: JobFiles['start']): boolean =>
  JSON.stringify([before?.log, before?.stdout, before?.stderr, before?.dmtcpLogDirectory]) !==
  JSON.stringify([now?.log, now?.stdout, now?.stderr, now?.dmtcpLogDirectory]);
