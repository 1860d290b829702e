/**
 * Reads `# condor-lint: disable=code,code` comments: each holds for the next statement's line, `disable-file` for the
 * whole file; without codes for every rule.
 */
export const suppressionsIn = (text: string): ((code: string, offset: number) => boolean) => {
  if (!mayHaveSuppressions(text)) return () => false;
  const entries: { readonly codes: ReadonlySet<string>; readonly from: number; readonly to: number }[] = [];
  const pattern = /^[ \t]*#[ \t]*condor-lint:[ \t]*disable(-file)?(?:[ \t]*=[ \t]*([\w, \t-]+))?.*$/gm;
  for (const match of text.matchAll(pattern)) {
    const codes = new Set((match[2] ?? '').split(/[,\s]+/).filter((code) => code !== ''));
    const wholeFile = match[1] !== undefined;
    const from = match.index;
    entries.push({
      codes,
      from: wholeFile ? 0 : from,
      to: wholeFile ? text.length + 1 : endOfNextLine(text, from),
    });
  }
  return (code, offset) =>
    entries.some(
      (entry) =>
        offset >= entry.from && offset < entry.to && (entry.codes.size === 0 || entry.codes.has(code)),
    );
};

const mark = 'condor-lint:';
const [numberSign, space, tab] = [35, 32, 9];

/** A first look. Comments are few: to go from one to the next is quicker than to search for the mark everywhere. */
export const mayHaveSuppressions = (text: string): boolean => {
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at)) {
    while (text.charCodeAt(at) === numberSign) at++;
    while (text.charCodeAt(at) === space || text.charCodeAt(at) === tab) at++;
    if (text.startsWith(mark, at)) return true;
  }
  return false;
};

/** The end of the first line after the comment that is neither blank nor a comment itself. */
const endOfNextLine = (text: string, from: number): number => {
  let position = text.indexOf('\n', from);
  while (position >= 0) {
    const end = text.indexOf('\n', position + 1);
    const line = text.slice(position + 1, end < 0 ? text.length : end).trim();
    if (line !== '' && !line.startsWith('#')) return end < 0 ? text.length + 1 : end + 1;
    position = end;
  }
  return text.length + 1;
};
