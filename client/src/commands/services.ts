import type * as vscode from 'vscode';
import type { SubmitLanguage } from '../languageClient.ts';
import type { Followers } from '../logs/followers.ts';
import type { Submissions } from '../submissions.ts';
import type { Ui } from '../ui.ts';
import type { JobsView } from '../views/jobsView.ts';
import type { AccessPoints } from './accessPoints.ts';
import type { EndedJobs } from './endedJobs.ts';

/** What commands work with; made once in extension.ts. */
export interface Services {
  readonly ui: Ui;
  readonly language: SubmitLanguage;
  readonly accessPoints: AccessPoints;
  readonly submissions: Submissions;
  /** What all log panes of an access point share. */
  readonly followers: Followers;
  readonly jobs: JobsView;
  readonly ended: EndedJobs;
  /** condor_submit's own messages, on the lines they belong to. */
  readonly submitMessages: vscode.DiagnosticCollection;
  /** Absolute name of a file of the extension. */
  readonly asset: (relative: string) => string;
}
