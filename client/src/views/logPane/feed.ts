/** What the tail of a job tells, put into messages to the page of its pane. No vscode, so that it can be tested. */
import { TextDecoder } from 'node:util';
import { formatJobId, type Job, type JobId } from '../../condor/job.ts';
import { isGood, type Verdict } from '../../dmtcp/verdict.ts';
import type { FileKind, FollowedFile, TailEvent, TailState } from '../../logs/events.ts';
import { jobFacts } from '../describeJob.ts';
import type { PaneHeader, SourceInfo, ToPage } from './messages.ts';
import { Outbox } from './outbox.ts';

export interface FeedOptions {
  readonly id: JobId;
  readonly accessPoint: string;
  /** Settles when the page has the message. */
  readonly post: (message: ToPage) => PromiseLike<unknown>;
  /** How the job went; asked once it has left the queue. `wasQueued`: it was there when it was first looked at. */
  readonly verdict: (wasQueued: boolean) => Promise<Verdict>;
}

/** One page's share of a tail: a page that is made anew needs a new one. */
export class Feed {
  private readonly decoders = new Map<string, TextDecoder>();
  private readonly sources = new Set<string>();
  private readonly outbox: Outbox;
  private job: Job | undefined;
  private state = '';
  private notice: PaneHeader['notice'];

  private open: () => void = () => undefined;
  private closed = false;
  private wasQueued = false;
  private failed = false;

  constructor(private readonly options: FeedOptions) {
    const opened = new Promise<void>((resolve) => (this.open = resolve));
    this.outbox = new Outbox(async (message) => {
      await opened;
      if (!this.closed) await options.post(message);
    });
    const { id, accessPoint } = options;
    void this.post({ kind: 'begin', accessPoint, job: formatJobId(id) });
  }

  /** The page is there and listens. What was told before has waited: a pane behind others gets its page late. */
  pageReady(): void {
    this.open();
  }

  /** Whether it ended without having learnt anything of the job, as when nobody logged in. */
  get isInVain(): boolean {
    return this.failed && this.job === undefined;
  }

  /** Nobody wants it any more: whoever waits for room goes on. */
  close(): void {
    this.closed = true;
    this.open();
  }

  /** Settles at once, or when there is room for more. */
  post(message: ToPage): Promise<void> {
    return this.outbox.add(message);
  }

  /** Puts an event into messages; holds its giver back while the page is behind. */
  async tell(event: TailEvent): Promise<void> {
    switch (event.kind) {
      case 'state':
        this.setState(event.state);
        this.notice = noticeOf(event.state, event.text);
        await this.post({ kind: 'note', level: this.notice?.level ?? 'info', text: event.text });
        return this.showHeader();
      case 'data':
        return this.showData(event.file, event.bytes);
      case 'truncated':
        return this.post({
          kind: 'note',
          level: 'info',
          text: `${event.file.name} was cut from ${event.from} to ${event.to} bytes: what came after its checkpoint is written again.`,
        });
      case 'rotated':
        return this.post({
          kind: 'note',
          level: 'info',
          text: `${event.file.name} was renamed; a new file of its name begins.`,
        });
      case 'skipped':
        return this.post({
          kind: 'note',
          level: 'info',
          text: `${event.file.name} is long: its first ${(event.bytes / 1e6).toFixed(1)} MB are not shown.`,
        });
      case 'shim':
        if (event.event.event === 'checkpoint') {
          const { milliseconds, bytes, images } = event.event;
          await this.post({
            kind: 'note',
            level: 'info',
            text: `Checkpoint complete: ${images.length} ${images.length === 1 ? 'image' : 'images'}, ${(bytes / 1e6).toFixed(1)} MB in ${(milliseconds / 1000).toFixed(1)} s.`,
          });
        }
        return;
      case 'note':
        return this.post(event);
      case 'end':
        return this.end(event);
    }
  }

  private setState(state: TailState): void {
    if (state.kind !== 'disconnected') this.job = state.job;
    this.wasQueued ||= state.kind === 'waiting' || state.kind === 'running' || state.kind === 'held';
    this.state = state.kind === 'disconnected' ? 'disconnected' : state.job.status;
  }

  private async showData(file: FollowedFile, bytes: Uint8Array): Promise<void> {
    // The shim's JSON lines are for programs: what they tell comes as notes.
    if (file.kind === 'shimEvents') return;
    const source = sourceOf(file);
    if (!this.sources.has(source.id)) {
      this.sources.add(source.id);
      await this.post({ kind: 'source', source });
    }
    let decoder = this.decoders.get(file.key);
    if (decoder === undefined) this.decoders.set(file.key, (decoder = new TextDecoder()));
    await this.outbox.add({ kind: 'text', source: source.id, text: decoder.decode(bytes, { stream: true }) });
  }

  private async end(event: Extract<TailEvent, { kind: 'end' }>): Promise<void> {
    if (event.job !== undefined) {
      this.job = event.job;
      this.state = event.job.status;
    }
    this.failed = event.failed !== undefined;
    this.notice = event.failed === undefined ? undefined : { level: 'error', text: event.failed, over: true };
    await this.showHeader();
    if (event.failed !== undefined) {
      return this.post({ kind: 'note', level: 'error', text: event.failed });
    }
    try {
      const verdict = await this.options.verdict(this.wasQueued);
      await this.post({ kind: 'verdict', good: isGood(verdict), text: verdict.text });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await this.post({ kind: 'note', level: 'error', text: `The outputs could not be fetched: ${text}` });
    }
  }

  async showHeader(): Promise<void> {
    await this.post({
      kind: 'header',
      header: {
        title: `Job ${formatJobId(this.options.id)}`,
        state: this.state,
        facts: [
          { label: 'On', value: this.options.accessPoint },
          ...(this.job === undefined ? [] : jobFacts(this.job, Date.now())),
        ],
        ...(this.notice === undefined ? {} : { notice: this.notice }),
      },
    });
  }
}

function noticeOf(state: TailState, text: string): PaneHeader['notice'] {
  switch (state.kind) {
    case 'running':
    case 'ended':
      return undefined;
    case 'waiting':
      return { level: 'info', text };
    case 'held':
    case 'disconnected':
      return { level: 'warning', text };
  }
}

/** DMTCP makes new files at each start of the job; to a person those of one tool are one log. */
function sourceOf(file: FollowedFile): SourceInfo {
  const last = file.name.split('/').at(-1) ?? file.name;
  const kind = sourceKind(file.kind);
  if (kind !== 'dmtcp') return { id: file.key, label: last, name: file.name, kind };
  const label = last.startsWith('jassertlog.')
    ? `jassertlog ${last.split('_').slice(1).join('_')}`.trim()
    : (last.split('.')[0] ?? last);
  return { id: `dmtcp ${label}`, label, name: file.name, kind };
}

function sourceKind(kind: FileKind): SourceInfo['kind'] {
  switch (kind) {
    case 'output':
    case 'error':
    case 'other':
      return 'output';
    case 'shimLog':
    case 'shimEvents':
      return 'shim';
    case 'dmtcp':
    case 'coordinator':
      return 'dmtcp';
    case 'event':
      return 'event';
  }
}
