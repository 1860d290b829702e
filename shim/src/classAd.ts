/** A job or machine ad as HTCondor leaves it in the sandbox: one `Name = expression` per line, names in any case. */
export type ClassAd = ReadonlyMap<string, string>;

/** Lines that are no assignment are passed over. */
export function parseClassAd(text: string): ClassAd {
  const ad = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) ad.set(match[1].toLowerCase(), match[2]);
  }
  return ad;
}

/** undefined when the attribute is absent or no plain number. */
export function numberOf(ad: ClassAd, name: string): number | undefined {
  const text = ad.get(name.toLowerCase());
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** undefined when the attribute is absent or no plain string. */
export function stringOf(ad: ClassAd, name: string): string | undefined {
  const text = ad.get(name.toLowerCase());
  const match = text === undefined ? null : /^"((?:[^"\\]|\\.)*)"$/.exec(text);
  return match?.[1]?.replace(/\\(.)/g, '$1');
}
