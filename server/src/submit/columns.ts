import { isBlank, skipBlanks, trimBlanksEnd } from './text.ts';

/** The columns of one row, one for each variable; the last variable takes the rest. */
export const columnsOf = (row: string, variables: number): readonly string[] => {
  if (variables <= 1) return [row];
  const columns: string[] = [];
  const end = trimBlanksEnd(row, 0);
  const separates = separatorsOf(row, 0, end);
  let from = skipBlanks(row, 0, end);
  while (columns.length < variables - 1) {
    const to = columnEnd(row, from, end, separates);
    if (to === end) break;
    columns.push(row.slice(from, trimBlanksEnd(row, from, to)));
    from = skipBlanks(row, to + 1, end);
  }
  columns.push(row.slice(from, end));
  return columns;
};

/** How many of the columns of the row at [start, end) of a text, one for each variable, are not empty. */
export const filledColumns = (text: string, start: number, end: number, variables: number): number => {
  const rowEnd = trimBlanksEnd(text, start, end);
  const separates = separatorsOf(text, start, rowEnd);
  let from = skipBlanks(text, start, rowEnd);
  let filled = 0;
  for (let column = 1; column < variables; column++) {
    const to = columnEnd(text, from, rowEnd, separates);
    if (to === rowEnd) break;
    if (to > from) filled++;
    from = skipBlanks(text, to + 1, rowEnd);
  }
  return from < rowEnd ? filled + 1 : filled;
};

/**
 * Tells of the rows in the part [from, to) of a text, in their order, whether all columns are certainly filled: most
 * have a comma directly behind each column but the last. To search for commas is quicker than to look at all characters.
 */
export const filledByCommas = (
  text: string,
  from: number,
  to: number,
): ((start: number, end: number, variables: number) => boolean) => {
  const part = text.slice(from, to);
  // The other separator could be between two of them.
  if (part.includes(String.fromCharCode(unitSeparator))) return () => false;
  let found = -1;
  return (start, end, variables) => {
    const last = end - from - 1;
    let at = start - from;
    for (let column = 1; column < variables; column++) {
      if (found < at) found = part.indexOf(',', at);
      if (found < 0) found = part.length;
      if (found > last || found === at || separates[part.charCodeAt(found - 1)] !== 0) return false;
      at = found + 1;
    }
    return at <= last && separates[part.charCodeAt(last)] === 0;
  };
};

const comma = 44;
const unitSeparator = 31;

/** By the code of a character, whether it can stand between two columns. */
const separates = new Uint8Array(1 << 16);
for (let code = 0; code < 128; code++)
  separates[code] = Number(isBlank(code) || code === comma || code === unitSeparator);
const unitSeparates = new Uint8Array(1 << 16);
unitSeparates[unitSeparator] = 1;

/** In a row with an ASCII unit separator nothing else separates columns. */
const separatorsOf = (text: string, from: number, to: number): Uint8Array => {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === unitSeparator) return unitSeparates;
  return separates;
};

const columnEnd = (row: string, from: number, end: number, ends: Uint8Array): number => {
  let to = from;
  while (to < end && ends[row.charCodeAt(to)] === 0) to++;
  return to;
};
