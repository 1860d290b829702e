/** Watches the users' event logs: what they tell needs no condor_q to be noticed. */
import { FileState, positionsOf } from '../logs/fileState.ts';
import { bytesOf } from '../logs/followScript.ts';
import { FrameDecoder } from '../logs/frames.ts';
import type { Streams } from '../logs/streams.ts';

/** Most logs that are watched; the jobs of more are looked at as before. */
const maxLogs = 50;
/** Only the end of a log that is long already is read: what is past was told by condor_q. */
const mostBytes = 4096;
/** First lines of events; image sizes (6) and attribute updates (28, 33) change nothing that is shown at once. */
const matters = /^(?!006|028|033)\d{3} \(/m;

export interface EventLogWatchOptions {
  readonly streams: Streams;
  /** Something happened to a job. */
  readonly onChange: () => void;
  /** Whether at least one log can be read: the queue need not be asked so often then. */
  readonly onReadable: (readable: boolean) => void;
}

export class EventLogWatch {
  private paths: readonly string[] = [];
  private files = new Map<string, FileState>();
  private stop = new AbortController();

  constructor(private readonly options: EventLogWatchOptions) {}

  /** Watches these logs (absolute names), and no others any more. */
  watch(logs: Iterable<string>): void {
    const paths = [...new Set(logs)].sort().slice(0, maxLogs);
    if (paths.join('\n') === this.paths.join('\n')) return;
    this.paths = paths;
    this.stop.abort();
    this.stop = new AbortController();
    this.files = new Map([...this.files].filter(([path]) => paths.some((one) => bytesOf(one) === path)));
    if (paths.length > 0) void this.follow(this.stop.signal);
  }

  dispose(): void {
    this.stop.abort();
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const sets = this.paths.map((name) => ({ directory: '', names: { kind: 'literal' as const, name } }));
    const positions = positionsOf(this.files);
    const stream = this.options.streams.follow({ sets, positions, once: false, most: mostBytes }, signal);
    const decoder = new FrameDecoder();
    let readable = false;
    for await (const bytes of stream.stdout) {
      for (const frame of decoder.append(bytes)) {
        if (frame.kind !== 'data') continue;
        if (!readable) this.options.onReadable((readable = true));
        const known = this.files.get(frame.path);
        const file = known ?? new FileState({ key: frame.path, name: frame.path, kind: 'event' });
        this.files.set(frame.path, file);
        const told = file.take(frame).events.filter((event) => event.kind === 'data');
        const news = told.some(({ bytes: text }) => matters.test(Buffer.from(text).toString('latin1')));
        if (known !== undefined && news) this.options.onChange();
      }
    }
    // The next look at the queue begins it again, where it was.
    if (this.stop.signal === signal) this.paths = [];
    if (readable) this.options.onReadable(false);
  }
}
