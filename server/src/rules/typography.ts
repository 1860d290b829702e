/** Characters, none of them outside the basic plane, with what was typed for each. */
const charactersOf = (characters: string, meant: string): readonly (readonly [string, string])[] =>
  Array.from(characters, (character) => [character, meant] as const);

/** What word processors and web pages put for what was typed, and what was typed. */
export const typed: ReadonlyMap<string, string> = new Map([
  ...charactersOf('“”„‟', '"'),
  ...charactersOf('‘’‚‛', "'"),
  ...charactersOf('‐‑‒−', '-'),
  ...charactersOf('–—', '--'),
  ...charactersOf('\u00A0\u202F', ' '),
  ['\u200B', ''],
]);
