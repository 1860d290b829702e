import type { Diagnostic, Edit, Fix } from '../rules/rule.ts';

/** Rounds at most: one fix can make room for the next, as when two commands have to be added. */
const rounds = 10;

export interface FixAllSteps {
  /** The diagnostics of a text. */
  readonly check: (text: string) => readonly Diagnostic[];
  /** Asked after each round: whether somebody still waits for the result. */
  readonly isWanted: () => Promise<boolean>;
}

/** The edit that applies every certain fix of errors and warnings; undefined when there is none, or nobody waits. */
export const fixAll = async (text: string, { check, isWanted }: FixAllSteps): Promise<Edit | undefined> => {
  let fixed = text;
  for (let round = 0; round < rounds; round++) {
    const edits = certainEdits(check(fixed));
    if (edits.length === 0) break;
    fixed = apply(fixed, edits);
    if (!(await isWanted())) return undefined;
  }
  return fixed === text ? undefined : difference(text, fixed);
};

/** The edits of the certain fixes that do not touch each other; what is left out waits for the next round. */
const certainEdits = (diagnostics: readonly Diagnostic[]): readonly Edit[] => {
  const taken: Edit[] = [];
  for (const diagnostic of diagnostics) {
    const fix = certainFix(diagnostic);
    if (fix === undefined) continue;
    if (fix.edits.some((edit) => taken.some((other) => edit.start <= other.end && other.start <= edit.end)))
      continue;
    taken.push(...fix.edits);
  }
  return taken.sort((a, b) => a.start - b.start);
};

const certainFix = ({ severity, fixes = [] }: Diagnostic): Fix | undefined => {
  const [fix, ...others] = fixes;
  if (severity === 'hint' || severity === 'information' || others.length > 0) return undefined;
  return fix?.choice === true ? undefined : fix;
};

const apply = (text: string, edits: readonly Edit[]): string => {
  let result = '';
  let from = 0;
  for (const { start, end, newText } of edits) {
    result += text.slice(from, start) + newText;
    from = end;
  }
  return result + text.slice(from);
};

/** One edit from the first to the last character that differs. */
const difference = (before: string, after: string): Edit => {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  return { start, end: before.length - same, newText: after.slice(start, after.length - same) };
};
