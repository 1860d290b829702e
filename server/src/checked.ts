import type { CheckOptions } from './rules/check.ts';
import { checkFile } from './rules/check.ts';
import { Checker } from './rules/checker.ts';
import type { Diagnostic } from './rules/rule.ts';
import type { Reparse, SubmitFile } from './submit/index.ts';

/** The diagnostics of one version of a text, found when they are asked for. */
export class Checked {
  private made: readonly Diagnostic[] | undefined;
  private checker: Checker | undefined;

  constructor(
    private readonly file: SubmitFile,
    private readonly options: CheckOptions,
    /** The version before, and what has changed since then. */
    private before?: { readonly checked: Checked; readonly change: Reparse },
  ) {}

  get diagnostics(): readonly Diagnostic[] {
    return (this.made ??= this.make());
  }

  private make(): readonly Diagnostic[] {
    const { before } = this;
    this.before = undefined;
    // What nobody has asked for cannot be followed.
    const followed = before?.checked.handOver();
    if (before !== undefined && followed?.update(before.change) === true) this.checker = followed;
    else this.checker = Checker.of(this.file, this.options);
    return this.checker?.diagnostics ?? checkFile(this.file, this.options);
  }

  /** A checker follows one version after the other. */
  private handOver(): Checker | undefined {
    const { checker } = this;
    this.checker = undefined;
    return checker;
  }
}
