import { problemRule } from './rule.ts';

export const appendNotSupported = problemRule(
  'append-not-supported',
  'error',
  '`+=` in a release that does not have it.',
  (problem, context) => {
    const { major, minor } = context.dialect.version;
    return {
      message: `HTCondor ${major}.${minor} does not know '+='. Write ${problem.name} = $(${problem.name}) and the addition.`,
    };
  },
);
