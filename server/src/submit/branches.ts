import { evaluateCondition } from './conditions.ts';
import type { Scope } from './macros.ts';
import type { Conditional, Problem } from './syntax.ts';
import type { SourceText, Span } from './text.ts';
import type { Version } from './version.ts';

const nestingLimit = 63;

/** One open `if`. */
interface Branch {
  /** Statements of the current branch count. */
  enabled: boolean;
  /** Some branch of it was taken. */
  taken: boolean;
  inElse: boolean;
  /** The enclosing branch counts. */
  readonly outer: boolean;
  readonly keyword: Span;
}

/** The ifs that are open while a file is parsed. */
export class Branches {
  private open: Branch[] = [];
  constructor(
    private readonly scope: Scope,
    private readonly version: Version,
    private readonly report: (problem: Problem) => void,
    private counts = true,
  ) {}

  /** Whether statements count here. */
  get active(): boolean {
    return this.counts;
  }

  get isInside(): boolean {
    return this.open.length > 0;
  }

  /** Takes a conditional in; `active` tells whether the conditional itself counts. */
  enter(
    kind: Conditional['kind'],
    condition: SourceText,
    keyword: Span,
    afterQueue: boolean,
  ): Pick<Conditional, 'active' | 'taken'> {
    const outer = this.counts;
    const current = this.open.at(-1);
    let taken: boolean | undefined;
    if (kind === 'if') taken = this.begin(condition, keyword);
    else if (current === undefined) {
      this.report({ kind: 'conditional-without-if', keyword: kind, afterQueue, ...keyword });
    } else if (kind === 'endif') this.open.pop();
    else taken = this.next(kind, current, condition, keyword);
    // A branch is only enabled inside others that are.
    this.counts = this.open.at(-1)?.enabled ?? true;
    return { active: kind === 'if' ? outer : (current?.outer ?? true), taken };
  }

  /** Ends all open ifs, at a queue statement or at the end of the text, and reports each. */
  close(beforeQueue: boolean): void {
    for (const { keyword } of this.open)
      this.report({ kind: 'conditional-not-closed', beforeQueue, ...keyword });
    this.open = [];
    this.counts = true;
  }

  private begin(condition: SourceText, keyword: Span): boolean {
    if (this.open.length >= nestingLimit) this.report({ kind: 'conditional-too-deep', ...keyword });
    const enabled = this.counts && this.evaluate(condition, keyword);
    this.open.push({ enabled, taken: enabled, inElse: false, outer: this.counts, keyword });
    return enabled;
  }

  private next(kind: 'elif' | 'else', branch: Branch, condition: SourceText, keyword: Span): boolean {
    if (branch.inElse) this.report({ kind: 'conditional-after-else', keyword: kind, ...keyword });
    const possible = branch.outer && !branch.taken;
    if (kind === 'else') {
      branch.inElse = true;
      branch.enabled = possible;
    } else branch.enabled = possible && !branch.inElse && this.evaluate(condition, keyword);
    branch.taken ||= branch.enabled;
    return branch.enabled;
  }

  private evaluate(condition: SourceText, keyword: Span): boolean {
    const result = evaluateCondition(condition.text, this.scope, this.version);
    switch (result.kind) {
      case 'value':
        return result.value;
      case 'unknown':
        return false;
      case 'invalid': {
        const span = condition.text === '' ? keyword : { start: condition.start, end: condition.end };
        this.report({ kind: 'invalid-condition', reason: result.reason, condition: condition.text, ...span });
        return false;
      }
    }
  }
}
