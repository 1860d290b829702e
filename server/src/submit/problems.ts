import type { Problem } from './syntax.ts';

const warnings = new Set<Problem['kind']>(['comment-in-continuation', 'multiple-queues']);

/** Whether condor_submit stops at a problem. */
export const isFatal = (problem: Problem): boolean =>
  !warnings.has(problem.kind) && !(problem.kind === 'conditional-not-closed' && problem.beforeQueue);
