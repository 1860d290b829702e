import type { Assignment, Scope, Submission, SubmitFile } from '../submit/index.ts';
import {
  expand,
  findPattern,
  isFileFunction,
  isLoopVariable,
  namesReferredTo,
  referencesIn,
} from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

export const macroCycle: Rule = {
  code: 'macro-cycle',
  severity: 'error',
  summary: 'Macros that refer to each other in a circle.',
  check: function* (context): Iterable<Finding> {
    if (context.refersUpwards) return;
    for (const submission of context.submissions) {
      if (!canHaveCycle(submission)) continue;
      const reported = new Set<string>();
      let used: ReadonlySet<string> | undefined;
      for (const assignment of inOrderOfText(submission.definitions)) {
        const { name } = assignment;
        if (!assignment.stored.includes('$') || reported.has(name)) continue;
        // What was expanded to its end before is in no cycle.
        if (submission.sample.memo?.has(name) === true) continue;
        const { cycle } = expand(`$(${name})`, submission.sample);
        if (cycle?.includes(name) !== true) continue;
        for (const member of cycle) reported.add(member);
        const { value } = assignment;
        const { start, end } = value;
        used ??= namesUsed(context.file, submission);
        const circle = `Macros refer to each other in a circle (${cycle.join(' -> ')})`;
        const isUsed = cycle.some((member) => used?.has(member));
        if (isUsed || isTakenAtOnce(assignment))
          yield { start, end, message: `${circle}: condor_submit would never end.` };
        else
          yield {
            ...{ start, end, severity: 'warning' as const },
            message: `${circle}: condor_submit would never end if something used one of them.`,
          };
      }
    }
  },
};

/** The names that condor_submit looks up for what it makes of a file; of macros that nothing uses it makes nothing. */
const namesUsed = ({ statements, text }: SubmitFile, submission: Submission): ReadonlySet<string> => {
  const { definitions, settings, sample, dialect } = submission;
  const used = new Set<string>();
  const lookup: Scope['lookup'] = (name) => {
    used.add(name);
    return sample.lookup(name);
  };
  for (const { kind, start, end } of statements)
    if (kind !== 'assignment') expand(text.slice(start, end), { lookup, dialect });
  if (submission.jobCount === 0) return used;
  for (const { assignment, command } of settings.values())
    if (!isLoopVariable(submission, command.name)) expand(assignment.stored, { lookup, dialect });
  for (const { name, entry, stored } of definitions.values())
    if (entry.isAttribute || findPattern(name) !== undefined) expand(stored, { lookup, dialect });
  return used;
};

/** Whether a value has parts of the name of a file that its own macro holds: these are taken when the file is read. */
const isTakenAtOnce = ({ name, stored }: Assignment): boolean =>
  [...referencesIn(stored)].some(
    ({ kind, name: called, bodyStart, bodyEnd }) =>
      kind === 'function' &&
      isFileFunction(called) &&
      stored.slice(bodyStart, bodyEnd).split(':', 1)[0]?.toLowerCase() === name,
  );

const inOrderOfText = (definitions: Submission['definitions']): readonly Assignment[] =>
  [...definitions.values()].sort((a, b) => a.start - b.start);

/**
 * A second look, without expanding: whether following the references leads back to a macro on the way. A name that is
 * itself put together from macros can be any.
 */
const canHaveCycle = ({ definitions }: Submission): boolean => {
  const state = new Map<string, 'open' | 'done'>();
  const waiting: string[] = [];
  for (const { text: start } of definitions.entries()) {
    waiting.push(start);
    for (let name = waiting.at(-1); name !== undefined; name = waiting.at(-1)) {
      const stored = definitions.get(name)?.stored ?? '';
      if (state.has(name) || !stored.includes('$')) {
        state.set(name, 'done');
        waiting.pop();
        continue;
      }
      if (name.startsWith('submit.') || stored.includes('$($')) return true;
      state.set(name, 'open');
      for (const [from, to] of namesReferredTo(stored)) {
        const next = stored.slice(from, to).toLowerCase();
        if (state.get(next) === 'open') return true;
        if (!state.has(next)) waiting.push(next);
      }
    }
  }
  return false;
};
