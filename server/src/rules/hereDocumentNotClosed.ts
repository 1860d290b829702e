import { problemRule } from './rule.ts';

export const hereDocumentNotClosed = problemRule(
  'here-document-not-closed',
  'error',
  'A here-document without its end.',
  (problem) => ({
    message: `The here-document has no end: expected a line '@${problem.tag}' (same case, nothing after it).`,
  }),
);
