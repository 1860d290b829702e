import type { LogicalLine } from './lexer.ts';
import { lineSpan, lineText } from './lexer.ts';
import type { Assignment } from './syntax.ts';
import type { SourceText, Span } from './text.ts';
import { skipBlanks } from './text.ts';

/** What is found about an assignment while it is parsed. */
export interface AssignmentParts {
  /** Offsets in the line's source. */
  readonly nameFrom: number;
  readonly nameEnd: number;
  readonly operatorFrom: number;
  readonly name: string;
  readonly style: Assignment['style'];
  readonly active: boolean;
  /** What is stored where that is not the value as written. */
  readonly differing: string | undefined;
  readonly hasMacros: boolean;
}

/**
 * An assignment on one logical line. Most of a large text are assignments, and most parts of most of them are never
 * looked at: they are made when asked for, from offsets. This halves what a parse allocates.
 */
export class LineAssignment implements Assignment {
  readonly kind = 'assignment';
  readonly start: number;
  readonly end: number;
  readonly source: string;
  readonly pieces: LogicalLine['pieces'];
  readonly name: string;
  readonly style: Assignment['style'];
  readonly active: boolean;
  readonly hasMacros: boolean;
  private readonly nameFrom: number;
  private readonly nameEnd: number;
  private readonly operatorFrom: number;
  private readonly to: number;
  private readonly differing: string | undefined;

  constructor(line: LogicalLine, parts: AssignmentParts) {
    this.start = line.start;
    this.end = line.end;
    this.source = line.source;
    this.pieces = line.pieces;
    this.to = line.to;
    this.name = parts.name;
    this.style = parts.style;
    this.active = parts.active;
    this.hasMacros = parts.hasMacros;
    this.nameFrom = parts.nameFrom;
    this.nameEnd = parts.nameEnd;
    this.operatorFrom = parts.operatorFrom;
    this.differing = parts.differing;
  }

  get key(): SourceText {
    return lineText(this, this.nameFrom, this.nameEnd);
  }

  get operator(): Span {
    return lineSpan(this, this.operatorFrom, this.operatorTo);
  }

  get value(): SourceText {
    return lineText(this, skipBlanks(this.source, this.operatorTo, this.to), this.to);
  }

  get stored(): string {
    return this.differing ?? this.value.text;
  }

  /** Every operator ends with its equals sign. */
  private get operatorTo(): number {
    return this.source.indexOf('=', this.operatorFrom) + 1;
  }
}
