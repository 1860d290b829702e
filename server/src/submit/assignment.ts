import type { LogicalLine } from './lexer.ts';
import { lineSpan, lineText } from './lexer.ts';
import type { Assignment } from './syntax.ts';
import type { SourceText, Span } from './text.ts';

/** Offsets in a line's source. */
export interface AssignmentPlaces {
  readonly from: number;
  readonly nameEnd: number;
  readonly operatorFrom: number;
  readonly operatorTo: number;
  readonly valueFrom: number;
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
  private readonly from: number;
  private readonly nameEnd: number;
  private readonly operatorFrom: number;
  private readonly operatorTo: number;
  private readonly valueFrom: number;
  private readonly to: number;
  /** Almost every rule looks at it. */
  private madeValue: SourceText | undefined = undefined;

  /** `differing`: what is stored where that is not the value as written. */
  constructor(
    line: LogicalLine,
    places: AssignmentPlaces,
    readonly name: string,
    readonly style: Assignment['style'],
    readonly active: boolean,
    private readonly differing: string | undefined,
    readonly hasMacros: boolean,
  ) {
    this.start = line.start;
    this.end = line.end;
    this.source = line.source;
    this.pieces = line.pieces;
    this.to = line.to;
    this.from = places.from;
    this.nameEnd = places.nameEnd;
    this.operatorFrom = places.operatorFrom;
    this.operatorTo = places.operatorTo;
    this.valueFrom = places.valueFrom;
  }

  get key(): SourceText {
    return lineText(this, this.from, this.nameEnd);
  }

  get operator(): Span {
    return lineSpan(this, this.operatorFrom, this.operatorTo);
  }

  get value(): SourceText {
    return (this.madeValue ??= lineText(this, this.valueFrom, this.to));
  }

  get stored(): string {
    return this.differing ?? this.value.text;
  }
}
