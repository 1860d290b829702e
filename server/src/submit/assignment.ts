import type { LogicalLine } from './lexer.ts';
import type { NameEntry } from './names.ts';
import type { NameReader, ReferredNames } from './references.ts';
import type { Source } from './source.ts';
import type { Assignment } from './syntax.ts';
import type { Piece, SourceText, Span, Stretch } from './text.ts';
import { movedSpan, movedText, skipBlanks, subText } from './text.ts';

/** What is found about an assignment while it is parsed. */
export interface AssignmentParts {
  /** Offsets in the line's source. */
  readonly nameFrom: number;
  readonly nameEnd: number;
  readonly valueFrom: number;
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
  readonly to: number;
}

const styles = ['plain', 'attribute', 'removal', 'append', 'here'] as const;
const numbers = { plain: 0, attribute: 1, removal: 2, append: 3, here: 4 } as const;
const styleBits = 7;
const activeBit = 8;
const macrosInKeyBit = 16;
const macrosBit = 32;
/** A colon stands before the name. */
const colonBit = 64;

/**
 * An assignment on one logical line. Most of a large text are assignments, and most parts of most of them are never
 * looked at: they are made when asked for, from offsets. What a parse allocates takes a good part of its time.
 */
export class LineAssignment implements Assignment {
  /** All offsets below are relative to it, or to the glued text: an edit above the line changes this field alone. */
  start: number;
  readonly entry: NameEntry;
  /** The place of the names that it refers to; 0 where nobody asked, or where there are none. */
  private names: number;
  private readonly flags: number;
  private readonly length: number;
  private readonly nameEnd: number;
  private readonly valueFrom: number;
  private readonly differing: string | undefined;
  private readonly glued: Glued | undefined;

  constructor(
    private source: Source,
    line: Pick<LogicalLine, 'start' | 'end'>,
    parts: AssignmentParts,
    glued: Glued | undefined,
  ) {
    const { start, end } = line;
    const base = glued === undefined ? start : 0;
    this.start = start;
    this.entry = parts.entry;
    this.names = 0;
    this.flags =
      numbers[parts.style] |
      (parts.active ? activeBit : 0) |
      (parts.hasMacrosInKey ? macrosInKeyBit : 0) |
      (parts.hasMacros ? macrosBit : 0) |
      (parts.nameFrom > base ? colonBit : 0);
    this.length = end - start;
    this.nameEnd = parts.nameEnd - base;
    this.valueFrom = parts.valueFrom - base;
    this.differing = parts.differing;
    this.glued = glued;
  }

  /** Has its text from another source from now on, `by` characters further on. */
  moveInto(source: Source, by: number): void {
    if (source.reader !== this.source.reader) this.names = 0;
    this.source = source;
    this.start += by;
  }

  get kind(): 'assignment' {
    return 'assignment';
  }

  get style(): Assignment['style'] {
    return styles[this.flags & styleBits] ?? 'plain';
  }

  get active(): boolean {
    return (this.flags & activeBit) !== 0;
  }

  get hasMacrosInKey(): boolean {
    return (this.flags & macrosInKeyBit) !== 0;
  }

  get hasMacros(): boolean {
    return (this.flags & macrosBit) !== 0;
  }

  get isGlued(): boolean {
    return this.glued !== undefined;
  }

  get end(): number {
    return this.start + this.length;
  }

  get name(): string {
    return this.entry.text;
  }

  get references(): ReferredNames {
    const { reader } = this.source;
    if (this.names === 0 && this.hasMacros)
      this.names = reader.read(this.text, this.base + this.valueFrom, this.base + this.to);
    return reader.at(this.names);
  }

  get key(): SourceText {
    return this.part((this.flags & colonBit) === 0 ? 0 : 1, this.nameEnd);
  }

  get operator(): Span {
    const { text, base } = this;
    const from = skipBlanks(text, base + this.nameEnd);
    // Every operator ends with its equals sign.
    const { start, end } = this.part(from - base, text.indexOf('=', from) + 1 - base);
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
    const { text, base } = this;
    return { text, start: base + this.valueFrom, end: base + this.to };
  }

  private get text(): string {
    return this.glued?.text ?? this.source.textAt(this.start);
  }

  private get base(): number {
    return this.glued === undefined ? this.start + this.source.shiftAt(this.start) : 0;
  }

  private get to(): number {
    return this.glued?.to ?? this.length;
  }

  private part(from: number, to: number): SourceText {
    const { glued, start, text, base } = this;
    if (glued !== undefined) return movedText(subText(glued, from, to), start - glued.start);
    return {
      text: text.slice(base + from, base + to),
      start: start + from,
      end: start + to,
      pieces: undefined,
    };
  }
}

/** A here-document, which is as it was parsed but for its place. */
export class HereDocument implements Assignment {
  readonly kind = 'assignment';
  readonly style = 'here';
  readonly isGlued = false;
  readonly active = true;
  start: number;
  readonly entry: NameEntry;
  readonly stored: string;
  readonly hasMacrosInKey: boolean;
  readonly hasMacros: boolean;
  private names = 0;

  constructor(
    private readonly reader: NameReader,
    private readonly parsed: Span &
      Pick<Assignment, 'key' | 'entry' | 'operator' | 'value' | 'stored' | 'hasMacros'>,
  ) {
    this.start = parsed.start;
    this.entry = parsed.entry;
    this.stored = parsed.stored;
    this.hasMacrosInKey = parsed.key.text.includes('$');
    this.hasMacros = parsed.hasMacros;
  }

  get end(): number {
    return this.parsed.end + this.shift;
  }

  get name(): string {
    return this.entry.text;
  }

  get references(): ReferredNames {
    const { text } = this.parsed.value;
    if (this.names === 0 && this.hasMacros) this.names = this.reader.read(text, 0, text.length);
    return this.reader.at(this.names);
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
