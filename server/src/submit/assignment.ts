import type { LogicalLine } from './lexer.ts';
import type { NameEntry } from './names.ts';
import type { NameReader, ReferredNames } from './references.ts';
import { noReferredNames } from './references.ts';
import type { Assignment, Source } from './syntax.ts';
import type { Piece, SourceText, Span, Stretch } from './text.ts';
import { movedSpan, movedText, skipBlanks, subText } from './text.ts';

/** What is found about an assignment while it is parsed. */
export interface AssignmentParts {
  /** Offsets in the line's source. */
  readonly nameFrom: number;
  readonly nameEnd: number;
  readonly operatorFrom: number;
  readonly entry: NameEntry;
  readonly style: Assignment['style'];
  readonly active: boolean;
  /** What is stored where that is not the value as written. */
  readonly differing: string | undefined;
  readonly hasMacrosInKey: boolean;
  readonly hasMacros: boolean;
}

/** The content of a line that is glued from several, as it was parsed. */
interface Glued extends Span {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/**
 * An assignment on one logical line. Most of a large text are assignments, and most parts of most of them are never
 * looked at: they are made when asked for, from offsets. This halves what a parse allocates.
 */
export class LineAssignment implements Assignment {
  readonly kind = 'assignment';
  /** All offsets below are relative to it, or to the glued text: an edit above the line changes this field alone. */
  start: number;
  readonly entry: NameEntry;
  readonly style: Assignment['style'];
  readonly active: boolean;
  readonly hasMacrosInKey: boolean;
  readonly hasMacros: boolean;
  private readNames: ReferredNames | undefined;
  private readonly length: number;
  private readonly nameFrom: number;
  private readonly nameEnd: number;
  private readonly operatorFrom: number;
  private readonly to: number;
  private readonly differing: string | undefined;
  private readonly glued: Glued | undefined;

  constructor(
    private source: Source,
    line: LogicalLine,
    parts: AssignmentParts,
  ) {
    const { start, end, to, pieces } = line;
    const base = pieces === undefined ? start : 0;
    this.start = start;
    this.length = end - start;
    this.to = to - base;
    this.entry = parts.entry;
    this.style = parts.style;
    this.active = parts.active;
    this.hasMacrosInKey = parts.hasMacrosInKey;
    this.hasMacros = parts.hasMacros;
    this.readNames = undefined;
    this.nameFrom = parts.nameFrom - base;
    this.nameEnd = parts.nameEnd - base;
    this.operatorFrom = parts.operatorFrom - base;
    this.differing = parts.differing;
    this.glued = pieces === undefined ? undefined : { text: line.source, start, end, pieces };
  }

  /** Has its text from another source from now on, `by` characters further on. */
  moveInto(source: Source, by: number): void {
    this.source = source;
    this.start += by;
  }

  /** Keeps the text of now, whatever is to become of it. */
  keepText(): void {
    this.source = { ...this.source };
  }

  get end(): number {
    return this.start + this.length;
  }

  get name(): string {
    return this.entry.text;
  }

  get references(): ReferredNames {
    return (this.readNames ??= this.hasMacros
      ? this.source.reader.read(this.text, this.base + this.valueFrom, this.base + this.to)
      : noReferredNames);
  }

  get key(): SourceText {
    return this.part(this.nameFrom, this.nameEnd);
  }

  get operator(): Span {
    const { start, end } = this.part(this.operatorFrom, this.operatorTo);
    return { start, end };
  }

  get value(): SourceText {
    return this.part(this.valueFrom, this.to);
  }

  get stored(): string {
    if (this.differing !== undefined) return this.differing;
    const { text, base } = this;
    return text.slice(base + this.valueFrom, base + this.to);
  }

  get inPlace(): Stretch | undefined {
    if (this.differing !== undefined || this.glued !== undefined) return undefined;
    const { start } = this;
    return { text: this.source.text, start: start + this.valueFrom, end: start + this.to };
  }

  private get text(): string {
    return this.glued?.text ?? this.source.text;
  }

  private get base(): number {
    return this.glued === undefined ? this.start : 0;
  }

  private part(from: number, to: number): SourceText {
    const { glued, start } = this;
    if (glued !== undefined) return movedText(subText(glued, from, to), start - glued.start);
    return {
      text: this.source.text.slice(start + from, start + to),
      start: start + from,
      end: start + to,
      pieces: undefined,
    };
  }

  /** Every operator ends with its equals sign. */
  private get operatorTo(): number {
    return this.text.indexOf('=', this.base + this.operatorFrom) + 1 - this.base;
  }

  private get valueFrom(): number {
    return skipBlanks(this.text, this.base + this.operatorTo, this.base + this.to) - this.base;
  }
}

/** A here-document, which is as it was parsed but for its place. */
export class HereDocument implements Assignment {
  readonly kind = 'assignment';
  readonly style = 'here';
  readonly active = true;
  start: number;
  readonly entry: NameEntry;
  readonly stored: string;
  readonly hasMacrosInKey: boolean;
  readonly hasMacros: boolean;
  private readNames: ReferredNames | undefined;

  constructor(
    private readonly reader: NameReader,
    private readonly parsed: Span & Pick<Assignment, 'key' | 'entry' | 'operator' | 'value' | 'stored'>,
  ) {
    this.start = parsed.start;
    this.entry = parsed.entry;
    this.stored = parsed.stored;
    this.hasMacrosInKey = parsed.key.text.includes('$');
    this.hasMacros = parsed.value.text.includes('$');
  }

  get end(): number {
    return this.parsed.end + this.shift;
  }

  get name(): string {
    return this.entry.text;
  }

  get references(): ReferredNames {
    const { text } = this.parsed.value;
    return (this.readNames ??= this.hasMacros ? this.reader.read(text, 0, text.length) : noReferredNames);
  }

  get key(): SourceText {
    return movedText(this.parsed.key, this.shift);
  }

  get operator(): Span {
    return movedSpan(this.parsed.operator, this.shift);
  }

  get inPlace(): undefined {
    return undefined;
  }

  get value(): SourceText {
    return movedText(this.parsed.value, this.shift);
  }

  private get shift(): number {
    return this.start - this.parsed.start;
  }
}
