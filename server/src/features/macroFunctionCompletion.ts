import type { Span } from '../submit/index.ts';
import { macroFunctions } from '../submit/index.ts';
import type { Completion } from './completion.ts';

/** The macro functions, after a `$` at `span.start - 1`. */
export const macroFunctionCompletions = (span: Span): readonly Completion[] =>
  macroFunctions.map(({ name, signature, description }) => ({
    label: name,
    kind: 'function',
    detail: signature,
    documentation: description,
    span,
    newText: name === 'F' ? 'Fnx(' : `${name}(`,
    rank: 1,
  }));
