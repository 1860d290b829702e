import type { Scope } from './macros.ts';
import { ReferenceScanner } from './references.ts';
import { lowerCase } from './text.ts';

const quote = 34;
/** Their results are numbers, whatever their arguments are. */
const numeric = new Set(['INT', 'REAL']);
/** $F without the flags that add quotes and backslashes: a part of a macro's value. */
const partOfPath = /^F[bdnpux]*$/i;

/**
 * Whether a text is certainly one string in double quotes once it is expanded, whatever it says: most values of job
 * attributes are, and none of these needs to be put together.
 */
export const expandsToString = (text: string, scope: Scope): boolean => {
  const last = text.length - 1;
  if (text.charCodeAt(0) !== quote || last < 1 || text.indexOf('"', 1) !== last || text.includes('\\'))
    return false;
  return !text.includes('$') || refersToPlain(text, scope);
};

/** Whether nothing that a text refers to brings quotes or backslashes in. */
const refersToPlain = (text: string, scope: Scope): boolean => {
  const reference = new ReferenceScanner(text);
  let at = text.indexOf('$');
  while (reference.next()) {
    // A `$` before it, or inside its name, may become a part of another reference.
    if (reference.start !== at) return false;
    if (!isPlain(reference, scope)) return false;
    at = text.indexOf('$', at + 1);
  }
  return at < 0;
};

const isPlain = (reference: ReferenceScanner, scope: Scope): boolean => {
  if (reference.kind === 'macro') return isPlainMacro(lowerCase(reference.name), scope);
  const { name, text, bodyStart, bodyEnd } = reference;
  const body = text.slice(bodyStart, bodyEnd);
  if (body.includes('$')) return false;
  if (numeric.has(name)) return true;
  return partOfPath.test(name) && isPlainMacro(lowerCase(body.split(':', 1).join('')), scope);
};

const isPlainMacro = (name: string, scope: Scope): boolean => {
  const { plain } = scope;
  const known = plain?.get(name);
  if (known !== undefined) return known;
  // In a circle nothing is certain.
  plain?.set(name, false);
  const value = scope.lookup(name);
  const isPlainValue =
    typeof value !== 'string' ||
    (!value.includes('"') && !value.includes('\\') && (!value.includes('$') || refersToPlain(value, scope)));
  if (isPlainValue) plain?.set(name, true);
  return isPlainValue;
};
