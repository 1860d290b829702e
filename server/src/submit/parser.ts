import type { LinePlaces } from './assignmentStatement.ts';
import { assignment, hereDocument, plainAssignment } from './assignmentStatement.ts';
import { Branches } from './branches.ts';
import type { LogicalLine } from './lexer.ts';
import { lineSpan, lineText } from './lexer.ts';
import { LineReader } from './lineReader.ts';
import { isDagLine } from './dag.ts';
import { Definitions } from './definitions.ts';
import { Names } from './names.ts';
import type { FileParser } from './fileParser.ts';
import { keywordStatement } from './keywordStatement.ts';
import { parseQueue } from './queue.ts';
import { Source } from './source.ts';
import type {
  FileContent,
  OtherStatement,
  ParseTrace,
  Problem,
  Queue,
  ReadFile,
  Statement,
  SubmitFile,
} from './syntax.ts';
import type { Span } from './text.ts';
import { isBlank, skipBlanks, trimBlanksEnd } from './text.ts';
import type { Dialect, Version } from './version.ts';
import { dialectOf, newestVersion } from './version.ts';

export interface ParseOptions {
  /** The release whose rules apply; the newest known one when absent. */
  readonly version?: Version;
  /** Looks at files that the text names; without it nothing is known about them. */
  readonly readFile?: ReadFile;
}

/** Files that are read for one parse; of a file that includes itself twice there would be a million. */
const readLimit = 200;
/** Queue statements whose table is kept; of a file with more, the later ones are not modelled. */
const snapshotLimit = 20;

/**
 * Parses a submit file as the given release of HTCondor does. Total: any text gives a tree and problems, in time linear
 * in its length. Nothing is run; files are looked at through `readFile` only.
 */
export const parse = (text: string, options: ParseOptions = {}): SubmitFile => {
  const dialect = dialectOf(options.version ?? newestVersion);
  const unknown: FileContent = { kind: 'unknown' };
  let reads = 0;
  const readFile: ReadFile = (path) =>
    ++reads > readLimit ? unknown : (options.readFile?.(path) ?? unknown);
  // A text of many lines has a name in about every third.
  const definitions = new Definitions(dialect, new Names(text.length >> 7));
  return new Parser(text, dialect, { readFile, depth: 0, definitions }).run();
};

const equals = 61;
const colon = 58;
const at = 64;
const plus = 43;

/** Where the text that is parsed stands. */
interface Surroundings {
  readonly readFile: ReadFile;
  /** How many files include this one, each the next. */
  readonly depth: number;
  /** What is set above; takes what is set here. */
  readonly definitions: Definitions;
  /** Whether statements count at the beginning. */
  readonly isActive?: boolean;
  /** Where in the text to begin. */
  readonly from?: number;
}

/** Parses one file, or the lines of it that an edit has changed. */
export class Parser implements FileParser {
  readonly statements: Statement[] = [];
  readonly problems: Problem[] = [];
  private readonly others: OtherStatement[] = [];
  readonly source: Source;
  readonly readFile: ReadFile;
  readonly depth: number;
  readonly definitions: Definitions;
  private readonly branches: Branches;
  readonly lines: LineReader;
  private queues = 0;
  private extraReported = false;

  constructor(
    readonly text: string,
    readonly dialect: Dialect,
    { readFile, depth, definitions, isActive = true, from = 0 }: Surroundings,
  ) {
    this.readFile = readFile;
    this.depth = depth;
    this.definitions = definitions;
    this.lines = new LineReader(text, from);
    this.source = new Source(text, definitions.references);
    this.branches = new Branches(
      definitions.scope,
      dialect.version,
      (problem) => this.report(problem),
      isActive,
    );
  }

  run(): SubmitFile {
    this.runLines();
    this.finish();
    const { text, statements, problems } = this;
    const implicitQueue = this.queues === 0 && this.dialect.implicitQueue;
    const definitions = this.depth === 0 ? this.definitions.snapshot() : this.definitions.current;
    return {
      text,
      statements,
      problems,
      definitions,
      implicitQueue,
      trace: this.trace(),
    };
  }

  private trace(): ParseTrace | undefined {
    const { source, definitions, lines, problems, others } = this;
    const table = definitions.current;
    if (lines.hasNul || this.depth > 0) return undefined;
    let queue: Queue | undefined;
    for (const statement of others) {
      // Its effect goes beyond its lines.
      if (statement.kind === 'include') return undefined;
      if (statement.kind === 'queue' && queue !== undefined) return undefined;
      if (statement.kind === 'queue') queue = statement;
    }
    if (queue?.definitions !== undefined && queue.definitions !== table) return undefined;
    if (problems.some(reachesFurther)) return undefined;
    return { source, table, read: definitions.read, queue };
  }

  /** Parses lines that stand for themselves. */
  runLines(): void {
    const { lines } = this;
    for (;;) {
      // Most lines are plain assignments.
      while (this.mayBePlain && lines.nextPlain()) plainAssignment(this, lines.plain);
      const line = lines.next();
      if (line === undefined) return;
      this.statement(line);
    }
  }

  add(statement: OtherStatement): void {
    this.statements.push(statement);
    this.others.push(statement);
  }

  report(problem: Problem): void {
    this.problems.push(problem);
  }

  get active(): boolean {
    return this.branches.active;
  }

  parseIncluded(text: string): SubmitFile {
    const { dialect, readFile, depth, definitions } = this;
    return new Parser(text, dialect, { readFile, depth: depth + 1, definitions }).run();
  }

  private finish(): void {
    this.branches.close(false);
    if (this.queues > 0 || this.depth > 0 || this.dialect.implicitQueue) return;
    const last = this.statements.at(-1);
    const end = last === undefined ? 0 : last.end;
    this.report({ kind: 'missing-queue', start: last === undefined ? 0 : last.start, end });
  }

  private get mayBePlain(): boolean {
    return !this.lines.hasNul && (this.queues === 0 || this.dialect.textAfterQueue);
  }

  private statement(line: LogicalLine): void {
    if (this.queues > 0 && this.depth === 0 && !this.dialect.textAfterQueue && !this.extraReported) {
      this.extraReported = true;
      this.report({ kind: 'text-after-queue', start: line.start, end: line.end });
    }
    if (line.trap !== undefined && this.branches.active) {
      this.report({
        kind: 'comment-in-continuation',
        character: line.source.slice(line.to - 1, line.to),
        ...line.trap,
      });
    }
    const { source, to } = line;
    let { from } = line;
    if (
      source.charCodeAt(from) === colon &&
      (this.branches.isInside || /^:if\s/i.test(source.slice(from, from + 4)))
    ) {
      from++;
    }
    if (!line.terminated && isBlank(source.charCodeAt(from))) {
      this.report({ kind: 'last-line-not-trimmed', ...lineSpan(line, skipBlanks(source, from, to), to) });
      this.invalid(line);
      return;
    }
    let nameEnd = from;
    for (; nameEnd < to; nameEnd++) {
      const code = source.charCodeAt(nameEnd);
      if (code === equals || code === colon || isBlank(code)) break;
    }
    const length = nameEnd - from;
    if (length <= 5 && length >= 2 && isIorE(source.charCodeAt(from))) {
      if (this.conditional(line, from, nameEnd, to)) return;
    }
    this.classified(line, from, nameEnd, to);
  }

  /** Everything but conditionals: steps 6 to 18 of the facts. */
  private classified(line: LogicalLine, from: number, nameEnd: number, to: number): void {
    const { source } = line;
    let operatorAt = nameEnd;
    let wordBetween = false;
    if (nameEnd < to && isBlank(source.charCodeAt(nameEnd))) {
      const first = skipBlanks(source, nameEnd, to);
      operatorAt = first;
      for (; operatorAt < to; operatorAt++) {
        const code = source.charCodeAt(operatorAt);
        if (code === equals || code === colon || code === at || code === plus) break;
      }
      wordBetween = operatorAt > first;
    }
    const operator = operatorAt < to ? source.charCodeAt(operatorAt) : 0;
    const places = { line, from, nameEnd, operatorAt, to };
    if (operator === equals && !wordBetween) {
      const name = nameEnd - from === 5 ? source.slice(from, nameEnd) : '';
      if (name.toLowerCase() === 'queue') this.queue(line, from, nameEnd, to, true);
      else assignment(this, places);
      return;
    }
    if (operator === colon && keywordStatement(this, places)) return;
    if (wordBetween || operatorAt >= to) {
      if (!this.queue(line, from, nameEnd, to)) this.notAStatement(line, from, nameEnd);
      return;
    }
    if (operator === at && source.charCodeAt(operatorAt + 1) === equals) {
      if (!hereDocument(this, places)) this.invalid(line);
      return;
    }
    const append = operator === plus ? appendOperator.exec(source.slice(operatorAt, operatorAt + 4)) : null;
    if (append !== null) {
      this.append(places, append[0].length, append[1] ?? ' ');
      return;
    }
    if (this.queue(line, from, nameEnd, to)) return;
    this.cannotParse(line, from, nameEnd, operatorAt, operator);
  }

  private invalid(line: LogicalLine): void {
    this.add({ kind: 'invalid', active: this.branches.active, start: line.start, end: line.end });
  }

  private notAStatement(line: LogicalLine, from: number, nameEnd: number): void {
    this.invalid(line);
    if (!this.branches.active) return;
    const text = line.source.slice(from, line.to);
    const dagCommand = isDagLine(text);
    const span =
      nameEnd > from && nameEnd === line.to ? lineSpan(line, from, nameEnd) : lineSpan(line, from, line.to);
    this.report({ kind: 'not-a-statement', text, dagCommand, ...span });
  }

  private cannotParse(
    line: LogicalLine,
    from: number,
    nameEnd: number,
    operatorAt: number,
    operator: number,
  ): void {
    this.invalid(line);
    if (!this.branches.active) return;
    const name = line.source.slice(from, nameEnd);
    const span = lineSpan(line, operatorAt, operatorAt + 1);
    if (operator === colon) this.report({ kind: 'colon-instead-of-equals', name, ...span });
    else
      this.report({ kind: 'invalid-operator', text: line.source.slice(operatorAt, operatorAt + 2), ...span });
  }

  private append(places: LinePlaces, length: number, separator: string): void {
    if (this.dialect.appendOperators) {
      assignment(this, places, separator);
      return;
    }
    const { line, from, nameEnd, operatorAt } = places;
    const name = line.source.slice(from, nameEnd);
    this.invalid(line);
    const span = lineSpan(line, operatorAt, operatorAt + length);
    if (this.branches.active) this.report({ kind: 'append-not-supported', name, ...span });
  }

  /** if, elif, else, endif followed by a blank or the end; false when the line is none of them. */
  private conditional(line: LogicalLine, from: number, nameEnd: number, to: number): boolean {
    if (nameEnd < to && !isBlank(line.source.charCodeAt(nameEnd))) return false;
    const kind = line.source.slice(from, nameEnd).toLowerCase();
    if (kind !== 'if' && kind !== 'elif' && kind !== 'else' && kind !== 'endif') return false;
    const keyword = lineSpan(line, from, nameEnd);
    const operand = lineText(line, skipBlanks(line.source, nameEnd, to), to);
    const { active, taken } = this.branches.enter(kind, operand, keyword, this.queues > 0);
    const condition = kind === 'if' || kind === 'elif' ? operand : undefined;
    this.add({ kind, active, keyword, condition, taken, start: line.start, end: line.end });
    return true;
  }

  /** A queue statement; false when the line does not begin with the word. */
  private queue(line: LogicalLine, from: number, nameEnd: number, to: number, glued = false): boolean {
    const { source } = line;
    const word = source.slice(from, nameEnd).toLowerCase();
    const isQueue =
      word === 'queue' || (this.dialect.iterate && word.length >= 4 && 'iterate'.startsWith(word));
    if (!isQueue || (!glued && nameEnd < to && !isBlank(source.charCodeAt(nameEnd)))) return false;
    const written = lineText(line, skipBlanks(source, nameEnd, to), trimBlanksEnd(source, nameEnd, to));
    const keyword = lineSpan(line, from, nameEnd);
    const problems: Problem[] = [];
    let end = line.end;
    const parts = parseQueue(written, {
      dialect: this.dialect,
      scope: this.definitions.scope,
      readFile: this.readFile,
      fileText: this.text,
      nextLine: () => {
        const next = this.branches.active ? this.lines.nextItem() : undefined;
        if (next !== undefined) end = Math.max(end, next.end);
        return next;
      },
      takeRows: (rows) => {
        if (this.branches.active) this.lines.takeRows(rows);
        end = Math.max(end, rows.end);
      },
      report: (problem) => problems.push(problem),
    });
    const active = this.branches.active && this.depth === 0;
    if (this.branches.active) {
      if (this.depth > 0) this.report({ kind: 'queue-in-include', ...keyword });
      else this.problems.push(...problems);
    }
    if (active) this.countQueue(keyword);
    const definitions = active && this.queues <= snapshotLimit ? this.definitions.snapshot() : undefined;
    this.add({
      kind: 'queue',
      active,
      keyword,
      arguments: written,
      ...parts,
      definitions,
      start: line.start,
      end,
    });
    return true;
  }

  private countQueue(keyword: Span): void {
    this.queues++;
    if (this.queues === 2 && this.dialect.textAfterQueue)
      this.report({ kind: 'multiple-queues', ...keyword });
    // Each part between queue statements is parsed by itself: an `if` does not reach over a queue statement.
    this.branches.close(true);
  }
}

const reachesFurther = ({ kind }: Problem): boolean =>
  kind === 'here-document-not-closed' || kind === 'item-list-not-closed' || kind === 'missing-queue';

/** `+=` and its forms: what is between the two is put between the values. */
const appendOperator = /^\+(([,;|&*])\2?)?=/;

/** The first letters of if, elif, else and endif. */
const isIorE = (code: number): boolean => code === 105 || code === 101 || code === 73 || code === 69;
