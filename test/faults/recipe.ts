/** The submit commands that the product itself writes, and what they mean for a job that has ended by itself. */
import { recipe } from '../../server/src/features/shimRecipe.ts';

export const submitCommands: readonly (readonly [string, string])[] = [
  ['universe', 'vanilla'],
  ['executable', 'shim_dmtcp'],
  ...recipe,
];

/** An expression of the recipe, as the job's ad has it. */
export const expressionOf = (command: string): string =>
  recipe.find(([name]) => name === command)?.[1] ?? 'undefined';

/** Exit code of the shim's own failures: the program has not ended. */
const shimFailure = 125;

/**
 * What the recipe does with a job that has ended by itself, for the driver without a pool; the pool evaluates the
 * expressions themselves.
 * @param completions ends that were no evictions, this one included
 */
export function afterEnd(
  { code, signal }: { readonly code: number | null; readonly signal: string | null },
  completions: number,
): 'remove' | 'hold' | 'runAgain' {
  if (signal === null && code !== shimFailure) return 'remove';
  return completions >= 3 ? 'hold' : 'runAgain';
}
