/** Submit commands that a person gives for one submission, in one line: `request_memory = 2G; +Name = "a; b"`. */

export type Overrides =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'bad'; readonly message: string };

/** Splits at semicolons outside of double quotes; each part must be `name = value`. Total. */
export function parseOverrides(text: string): Overrides {
  if (/[\r\n]/.test(text)) return { kind: 'bad', message: 'Expected one line; separate commands by ";".' };
  const parts = (text.match(/(?:"(?:\\.|[^"\\])*"|[^;"]|"(?=[^"]*$))+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const bad = parts.find((part) => !/^(?:\+|MY\.)?[A-Za-z_][\w.]*\s*=/i.test(part));
  if (bad !== undefined)
    return {
      kind: 'bad',
      message: `Expected "name = value", found "${bad}". Write it as in a submit file; separate commands by ";".`,
    };
  if (parts.some((part) => /^queue\b/i.test(part)))
    return { kind: 'bad', message: 'A queue statement cannot be overridden; change it in the submit file.' };
  return { kind: 'lines', lines: parts };
}
