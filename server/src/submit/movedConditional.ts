import type { Conditional } from './syntax.ts';
import type { SourceText, Span } from './text.ts';
import { movedSpan, movedText } from './text.ts';

/** A conditional that has moved and can move on in place: there are hundreds of them below an edit of a large file. */
export class MovedConditional implements Conditional {
  readonly kind: Conditional['kind'];
  readonly active: boolean;
  readonly taken: boolean | undefined;
  start: number;

  constructor(
    private readonly parsed: Conditional,
    by: number,
  ) {
    this.kind = parsed.kind;
    this.active = parsed.active;
    this.taken = parsed.taken;
    this.start = parsed.start + by;
  }

  get end(): number {
    return this.parsed.end + this.shift;
  }

  get keyword(): Span {
    return movedSpan(this.parsed.keyword, this.shift);
  }

  get condition(): SourceText | undefined {
    const { condition } = this.parsed;
    return condition === undefined ? undefined : movedText(condition, this.shift);
  }

  private get shift(): number {
    return this.start - this.parsed.start;
  }
}
