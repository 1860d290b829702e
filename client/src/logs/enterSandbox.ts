/** The ways into a running job's sandbox: condor_ssh_to_job, and where that does not work, SSH to the execute host. */
import { formatJobId, type Job, type JobId } from '../condor/job.ts';
import { machineOf, queryJobPlace, type JobPlace } from '../condor/jobPlace.ts';
import { isPassingReason } from '../transport/passing.ts';
import { TransportError, type Transport } from '../transport/transport.ts';
import type { TailEvent } from './events.ts';
import type { ExecuteHosts } from './executeHosts.ts';
import { commandLine, followScript, type FollowOptions } from './followScript.ts';
import { followOnHost, jobPath } from './hostSandbox.ts';
import { readFrames, type FrameReader, type ReadEnd } from './readFrames.ts';
import type { Streams } from './streams.ts';

export interface SandboxOptions {
  readonly transport: Transport;
  readonly streams: Streams;
  /** Where the settings let execute hosts be reached. */
  readonly executeHosts: ExecuteHosts | undefined;
  readonly id: JobId;
  readonly tell: (event: TailEvent) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Failed tries in a row before anything is told or another way is tried. */
const quietTries = 3;
/** In so many first seconds of a run failures do not count: condor_ssh_to_job needs up to three until it works. */
const settlingSeconds = 6;
/** Most doublings of the pause between two tries. */
const maxDoublings = 10;

type Way = 'tool' | 'host';

export class Sandbox {
  /** In a row. What follows the quiet ones alternates between both ways, beginning with the host. */
  private failures = 0;
  /** What each way said when it last refused, since somebody got in. */
  private refusals: Partial<Record<Way, string>> = {};
  private told: 'nothing' | 'host' | 'trouble' = 'nothing';
  private toolSaid = 'nothing';
  private machine = '';
  private isSettling = false;
  /** Execute hosts that need a person (a key, a password): not tried again, as refused logins may lock an account. */
  private readonly shut = new Set<string>();

  constructor(private readonly options: SandboxOptions) {}

  /** How many times the pause before the next try is to be doubled. */
  get doublings(): number {
    return Math.min(maxDoublings, Math.max(0, this.failures - quietTries - (this.hasHost() ? 1 : 0)));
  }

  /** Follows files in the sandbox until the way into it ends. Throws CondorError or TransportError of the access point. */
  async follow(job: Job, what: FollowOptions, reader: FrameReader): Promise<ReadEnd> {
    const machine = machineOf(job.host ?? '');
    if (machine !== this.machine && this.options.executeHosts !== undefined) {
      this.machine = machine;
      this.refusals = {};
      if (this.told === 'trouble') this.told = 'nothing';
    }
    this.isSettling = (job.asOf ?? Infinity) - (job.startedAt ?? 0) < settlingSeconds;
    return this.next() === 'tool' ? this.byTool(what, reader) : this.byHost(what, reader);
  }

  private async byTool(what: FollowOptions, reader: FrameReader): Promise<ReadEnd> {
    const { streams, id, signal } = this.options;
    const argv = ['condor_ssh_to_job', formatJobId(id), commandLine(followScript(what))];
    const end = await readFrames(streams.run(argv, signal), reader);
    switch (end.kind) {
      case 'failed':
        // The access point is there, the tool is not.
        if (end.error.reason !== 'commandNotFound') throw end.error;
        await this.refused('tool', end.error.message);
        break;
      case 'refused':
        // Silence for so long is no accident.
        if (end.silent) this.failures = Math.max(this.failures, quietTries - 1);
        else if (this.isSettling) this.failures = Math.min(this.failures, quietTries - 2);
        await this.refused('tool', reason(end.said) || (end.silent ? 'nothing for a minute' : 'nothing'));
        break;
      case 'ended':
      case 'again':
      case 'complete':
        this.entered('nothing', 0);
    }
    return end;
  }

  private async byHost(what: FollowOptions, reader: FrameReader): Promise<ReadEnd> {
    const { transport, executeHosts, id, signal, tell } = this.options;
    const place = await queryJobPlace(transport, id, signal);
    // It does not run any more: the next look tells.
    if (place === undefined || executeHosts === undefined) return { kind: 'ended' };
    const end = await this.readOn(executeHosts, place, what, {
      take: (frame) => reader.take({ ...frame, path: jobPath(frame.path) }),
      begun: async () => {
        const isNews = this.told !== 'host';
        this.entered('host', quietTries);
        if (!isNews) return;
        await tell({
          kind: 'note',
          level: 'info',
          text: `The files of job ${formatJobId(id)} are read by SSH to ${place.machine}, as condor_ssh_to_job does not enter its sandbox. It says: ${this.toolSaid}.`,
        });
      },
    });
    if (end.kind === 'failed' && end.begun) return { kind: 'ended' };
    if (end.kind !== 'failed' && end.kind !== 'refused') return end;
    const needsPerson = end.kind === 'failed' && !isPassingReason(end.error.reason);
    if (needsPerson) this.shut.add(this.machine);
    const said = end.kind === 'failed' ? end.error.message : end.said || 'nothing';
    const address = place.address === undefined ? '' : ` (${place.address})`;
    const again = needsPerson ? ' Put that right, then open the log pane again.' : '';
    await this.refused('host', ` SSH to ${place.machine}${address} says: ${withoutStop(said)}.${again}`);
    return end;
  }

  private async readOn(
    hosts: ExecuteHosts,
    place: JobPlace,
    what: FollowOptions,
    reader: FrameReader,
  ): Promise<ReadEnd> {
    const argv = followOnHost(place.globalJobId, what);
    try {
      return await hosts.use(place.machine, (streams) =>
        readFrames(streams.run(argv, this.options.signal), reader),
      );
    } catch (error) {
      // The way there could not be made out of the configuration.
      if (error instanceof TransportError) return { kind: 'failed', error, begun: false };
      throw error;
    }
  }

  private entered(told: 'nothing' | 'host', failures: number): void {
    this.failures = failures;
    this.refusals = {};
    this.told = told;
  }

  /** Tells, once until somebody gets in, that no way is left. */
  private async refused(way: Way, said: string): Promise<void> {
    this.failures++;
    this.refusals[way] = said;
    if (way === 'tool') this.toolSaid = withoutStop(said);
    const { tool, host } = this.refusals;
    const isLast = tool !== undefined && (host !== undefined || !this.hasHost());
    if (this.failures < quietTries || !isLast || this.told === 'trouble') return;
    this.told = 'trouble';
    const { transport, executeHosts, id, tell } = this.options;
    const hint =
      executeHosts === undefined && transport.kind === 'ssh'
        ? ' If you may log in to execute hosts, say so in the settings of the access point (executeHosts).'
        : '';
    await tell({
      kind: 'note',
      level: 'warning',
      text: `The sandbox of job ${formatJobId(id)} cannot be entered, so its files are not shown while it runs. condor_ssh_to_job says: ${this.toolSaid}. Some pools do not allow it (ENABLE_SSH_TO_JOB).${host ?? hint} It is tried again, and what the job returns is shown at its end.`,
    });
  }

  private next(): Way {
    const asksHost = this.hasHost() && this.failures >= quietTries && (this.failures - quietTries) % 2 === 0;
    return asksHost ? 'host' : 'tool';
  }

  private hasHost(): boolean {
    return this.options.executeHosts !== undefined && !this.shut.has(this.machine);
  }
}

/** Without the tool's advice, which is often all that it says in a job's first seconds. */
const reason = (said: string): string =>
  said.replace('(Use -auto-retry to keep trying periodically.)', '').trim();
const withoutStop = (text: string): string => text.trim().replace(/\.$/, '');
