/** The lines of a log pane: a bounded list, filtered by source, level and text. No DOM, so that it can be tested. */

export type Level = 0 | 1 | 2 | 3;

export interface Line {
  /** Source id, or '' for the pane's own notes. */
  readonly source: string;
  text: string;
  /** 0 a dump of the environment, 1 everything else, 2 warning, 3 error. */
  level: Level;
  /** The process that DMTCP's line is of, as its head line says. */
  pid?: number;
}

/** What is shown: lines of `sources` (notes always), of at least `level`, that contain `search` (any case). */
export interface Filter {
  readonly hidden: ReadonlySet<string>;
  readonly level: Level;
  readonly search: string;
  /** Only lines of one process. Lines that name none are other programs' and stay out; notes stay. */
  readonly process?: number | undefined;
}

/** Most lines kept in a pane; the oldest go first, a tenth at a time. */
export const maxLines = 50_000;

/** Most text kept in a pane, UTF-16 units: fifty panes of long lines must fit into memory, too. */
export const maxUnits = 10_000_000;

/** The longest text kept of one line, UTF-16 units; a longer line is cut and says so. */
export const maxLineLength = 10_000;

// eslint-disable-next-line no-control-regex -- terminal colours are control characters
const ansi = /\u001b\[[0-9;?]*[A-Za-z]/g;
const errorLevel = /\bERROR\b|, Error\]|^ASSERT\b/;
const warningLevel = /\bWARNING\b|, Warning\]|^Warning:/;

/** The level that a line's own words give it, in the formats of every DMTCP generation. */
export const levelOf = (text: string): Level => (errorLevel.test(text) ? 3 : warningLevel.test(text) ? 2 : 1);

/** DMTCP's tools begin their logs with their whole environment, two hundred lines that rarely help. */
const dumpBegins = /^ {2}Environment:$/;
const dumpGoesOn = /^ {4}\S/;

/** The process in `[PID] LEVEL at` and `[TIME, PID, TID, LEVEL] at`, DMTCP's head lines. */
const headPid = /^\[(?:\d[\dT:.-]*, )?(\d{1,9})(?:\] [A-Z]+ at |, \d+, \w+\] at )/;

interface OpenLine {
  readonly line: Line;
  /** How many lines came before it. */
  readonly number: number;
}

export class LineList {
  /** All lines kept, oldest first. */
  readonly lines: Line[] = [];
  /** Lines dropped because the list was full. */
  dropped = 0;
  /** Processes that lines name, in the order of their first line. */
  readonly processes = new Set<number>();
  /** UTF-16 units of the lines kept. */
  private units = 0;
  private readonly open = new Map<string, OpenLine>();
  private readonly dumping = new Set<string>();
  /** The process of a source's last head line: what follows is of it, too. */
  private readonly lastPid = new Map<string, number>();

  /** Lines before the first one that may still grow, those dropped among them. */
  get settled(): number {
    return Math.min(this.dropped + this.lines.length, ...[...this.open.values()].map(({ number }) => number));
  }

  /** Adds text of one source; a line may come in several pieces. Carriage returns and colours are taken out. */
  append(source: string, text: string): void {
    const pieces = text.split('\n');
    pieces.forEach((piece, index) => {
      const open = this.open.get(source);
      let line = open?.line;
      if (line === undefined) {
        if (piece === '' && index === pieces.length - 1) return;
        line = { source, text: '', level: 1 };
        if (index === pieces.length - 1)
          this.open.set(source, { line, number: this.dropped + this.lines.length });
        this.push(line);
      }
      const before = line.text.length;
      const joined = line.text + piece.replace(ansi, '').replace(/\r/g, '');
      line.text =
        joined.length > maxLineLength ? joined.slice(0, maxLineLength - 13) + ' … [line cut]' : joined;
      // A line that was dropped while it grew counts no more.
      if (open === undefined || open.number >= this.dropped) this.units += line.text.length - before;
      line.level = this.levelIn(source, line.text);
      if (index < pieces.length - 1) {
        this.open.delete(source);
        this.setPid(line);
        if (line.level === 0) this.dumping.add(source);
        else this.dumping.delete(source);
      }
    });
  }

  /** Adds a line of the pane's own. */
  note(text: string, level: Level): void {
    this.push({ source: '', text, level });
  }

  /** The lines that a filter lets through, in order. */
  select(filter: Filter): readonly Line[] {
    return this.lines.filter(passing(filter));
  }

  private setPid(line: Line): void {
    const head = line.text.startsWith('[') ? headPid.exec(line.text) : null;
    if (head !== null) {
      const pid = Number(head[1]);
      this.processes.add(pid);
      this.lastPid.set(line.source, pid);
    }
    const pid = this.lastPid.get(line.source);
    if (pid !== undefined) line.pid = pid;
  }

  private levelIn(source: string, text: string): Level {
    const dump = dumpBegins.test(text) || (this.dumping.has(source) && dumpGoesOn.test(text));
    return dump ? 0 : levelOf(text);
  }

  private push(line: Line): void {
    this.lines.push(line);
    this.units += line.text.length;
    while (this.lines.length > maxLines || this.units > maxUnits) {
      // Dropped in batches: one shift a line would move the whole list each time.
      const gone = this.lines.splice(0, Math.ceil(this.lines.length / 10));
      this.dropped += gone.length;
      for (const { text } of gone) this.units -= text.length;
    }
  }
}

/** Whether a filter lets a line through. */
function passing(filter: Filter): (line: Line) => boolean {
  const search = filter.search.toLowerCase();
  return (line) =>
    (line.source === '' ||
      (!filter.hidden.has(line.source) &&
        line.level >= filter.level &&
        (filter.process === undefined || line.pid === filter.process))) &&
    (search === '' || line.text.toLowerCase().includes(search));
}

/** What a filter lets through of a list that grows: only what is new is looked at, thousands of lines a second. */
export class Selection {
  private key = '';
  private dropped = 0;
  private seen = 0;
  private seenShown = 0;
  private readonly shown: Line[] = [];

  constructor(private readonly list: LineList) {}

  update(filter: Filter): readonly Line[] {
    const { list, shown } = this;
    const key = JSON.stringify([[...filter.hidden], filter.level, filter.search, filter.process]);
    if (key !== this.key || list.dropped !== this.dropped) {
      this.key = key;
      this.dropped = list.dropped;
      this.seen = list.dropped;
      this.seenShown = 0;
    }
    shown.length = this.seenShown;
    const passes = passing(filter);
    const { settled } = list;
    for (let number = this.seen; number < list.dropped + list.lines.length; number++) {
      const line = list.lines[number - list.dropped];
      if (line !== undefined && passes(line)) shown.push(line);
      if (number >= settled) continue;
      this.seen = number + 1;
      this.seenShown = shown.length;
    }
    return shown;
  }
}
