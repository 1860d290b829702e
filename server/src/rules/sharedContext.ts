import type { Dialect, ReadFile, Submission, SubmitFile } from '../submit/index.ts';
import type { EffectiveAssignments, FileAssignments } from './assignments.ts';
import { assignmentsIn, effectiveIn } from './assignments.ts';
import type { DmtcpJob } from './dmtcpJob.ts';
import { dmtcpJobsOf } from './dmtcpJob.ts';
import type { FileExists, LookAtFile, RuleContext } from './rule.ts';
import type { CheckedSetting } from './settings.ts';
import { checkedSettings } from './settings.ts';

/** Ways to look at other files; without them nothing is known. */
interface FileLooks {
  readonly readFile?: ReadFile;
  readonly fileExists?: FileExists;
  readonly lookAtFile?: LookAtFile;
}

/** What the rules look at; what several of them need is found once, when the first asks. */
export class SharedContext implements RuleContext {
  readonly fileExists: FileExists;
  readonly lookAtFile: LookAtFile;
  readonly readFile: ReadFile;
  private madeAssignments: FileAssignments | undefined;
  private madeEffective: EffectiveAssignments | undefined;
  private madeSettings: readonly CheckedSetting[] | undefined;
  private madeJobs: readonly DmtcpJob[] | undefined;

  constructor(
    readonly file: SubmitFile,
    readonly dialect: Dialect,
    readonly submissions: readonly Submission[],
    looks: FileLooks,
  ) {
    this.fileExists = looks.fileExists ?? (() => undefined);
    this.lookAtFile = looks.lookAtFile ?? (() => undefined);
    this.readFile = looks.readFile ?? (() => ({ kind: 'unknown' }));
  }

  get assignments(): FileAssignments {
    return (this.madeAssignments ??= assignmentsIn(this.file));
  }

  get effective(): EffectiveAssignments {
    return (this.madeEffective ??= effectiveIn(this.submissions));
  }

  get settings(): readonly CheckedSetting[] {
    return (this.madeSettings ??= checkedSettings(this));
  }

  get references(): ReadonlySet<string> {
    return this.assignments.referredNames;
  }

  get dmtcpJobs(): readonly DmtcpJob[] {
    return (this.madeJobs ??= dmtcpJobsOf(this.submissions));
  }
}
