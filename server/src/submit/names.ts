/** A name as it is written somewhere in a text. */
export interface Name {
  readonly written: string;
  readonly lower: string;
  /** What it is stored under as a key with its sign taken in account; undefined until asked for. */
  stored: string | undefined;
  /** The next one with the same hash. */
  readonly next: Name | undefined;
}

/**
 * The names that occur in a text. There are few, and each occurs often: it is found by the characters in the text,
 * without making a string, and its strings exist once.
 */
export class Names {
  private readonly byHash = new Map<number, Name>();

  /** The name at [from, to) of a text. */
  at(text: string, from: number, to: number): Name {
    let hash = to - from;
    for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    const first = this.byHash.get(hash);
    for (let name = first; name !== undefined; name = name.next)
      if (isAt(name.written, text, from, to)) return name;
    const written = text.slice(from, to);
    const name: Name = { written, lower: written.toLowerCase(), stored: undefined, next: first };
    this.byHash.set(hash, name);
    return name;
  }
}

const isAt = (written: string, text: string, from: number, to: number): boolean => {
  if (written.length !== to - from) return false;
  for (let i = 0; i < written.length; i++)
    if (written.charCodeAt(i) !== text.charCodeAt(from + i)) return false;
  return true;
};
