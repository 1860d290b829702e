/** The lines of a log pane: a bounded list, filtered by source, level and text. No DOM, so that it can be tested. */

export type Level = 0 | 1 | 2 | 3;

export interface Line {
  /** Source id, or '' for the pane's own notes. */
  readonly source: string;
  text: string;
  /** 0 a dump of the environment, 1 everything else, 2 warning, 3 error. */
  level: Level;
}

/** What is shown: lines of `sources` (notes always), of at least `level`, that contain `search` (any case). */
export interface Filter {
  readonly hidden: ReadonlySet<string>;
  readonly level: Level;
  readonly search: string;
}

/** Most lines kept in a pane; the oldest go first. */
export const maxLines = 50_000;

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

export class LineList {
  /** All lines kept, oldest first. */
  readonly lines: Line[] = [];
  /** Lines dropped because the list was full. */
  dropped = 0;
  private readonly open = new Map<string, Line>();
  private readonly dumping = new Set<string>();

  /** Adds text of one source; a line may come in several pieces. Carriage returns and colours are taken out. */
  append(source: string, text: string): void {
    const pieces = text.split('\n');
    pieces.forEach((piece, index) => {
      let line = this.open.get(source);
      if (line === undefined) {
        if (piece === '' && index === pieces.length - 1) return;
        line = { source, text: '', level: 1 };
        this.open.set(source, line);
        this.push(line);
      }
      const joined = line.text + piece.replace(ansi, '').replace(/\r/g, '');
      line.text =
        joined.length > maxLineLength ? joined.slice(0, maxLineLength - 13) + ' … [line cut]' : joined;
      line.level = this.levelIn(source, line.text);
      if (index < pieces.length - 1) {
        this.open.delete(source);
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
    const search = filter.search.toLowerCase();
    return this.lines.filter(
      (line) =>
        (line.source === '' || (!filter.hidden.has(line.source) && line.level >= filter.level)) &&
        (search === '' || line.text.toLowerCase().includes(search)),
    );
  }

  private levelIn(source: string, text: string): Level {
    const dump = dumpBegins.test(text) || (this.dumping.has(source) && dumpGoesOn.test(text));
    return dump ? 0 : levelOf(text);
  }

  private push(line: Line): void {
    this.lines.push(line);
    if (this.lines.length > maxLines) {
      // Dropped in batches: one shift a line would move the whole list each time.
      const count = maxLines / 10;
      this.lines.splice(0, count);
      this.dropped += count;
    }
  }
}
