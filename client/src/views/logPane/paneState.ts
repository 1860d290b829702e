/** What the page of a log pane leaves with the editor, for when its window is loaded again. Both sides bundle it. */
import type { Level } from './lines.ts';

/** Which job is followed, and what a person has set; nothing of what was read. */
export interface PaneState {
  /** Name of the access point. */
  readonly accessPoint: string;
  /** CLUSTER.PROC */
  readonly job: string;
  /** The lowest level shown. */
  readonly level: Level;
  /** Ids of the files that are not shown. */
  readonly hidden: readonly string[];
}

/** More than any job has files; what is kept stays small. */
const maxHidden = 200;
const maxNameLength = 8192;

/**
 * Reads what was kept, perhaps by another version, or by what only says that it is us: undefined where it does not say
 * which job is meant; of the settings, those that it can read.
 */
export function readPaneState(value: unknown): PaneState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { accessPoint, job, level, hidden } = value as Readonly<Record<string, unknown>>;
  if (!isName(accessPoint) || typeof job !== 'string' || !/^\d{1,15}\.\d{1,15}$/.test(job)) return undefined;
  return {
    accessPoint,
    job,
    level: ([0, 2, 3] as const).find((one) => one === level) ?? 1,
    hidden: Array.isArray(hidden) ? hidden.filter(isName).slice(0, maxHidden) : [],
  };
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= maxNameLength;
