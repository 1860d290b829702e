/** UTF-8 for QuickJS, which has neither TextEncoder nor TextDecoder. */

/** Lone surrogates become U+FFFD. */
export function encode(text: string): Uint8Array {
  const safe = text.replace(/\p{Surrogate}/gu, '\ufffd');
  // A percent sign stands for itself in the escaped text, and %XX for one byte.
  const escaped = /[%\x80-\uffff]/.test(safe) ? unescapeBytes(encodeURIComponent(safe)) : safe;
  const bytes = new Uint8Array(escaped.length);
  for (let i = 0; i < escaped.length; i++) bytes[i] = escaped.charCodeAt(i);
  return bytes;
}

const unescapeBytes = (escaped: string): string =>
  escaped.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Text that is not UTF-8 is read as Latin-1, so that a damaged file is still legible. */
export function decode(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  if (!/[\x80-\xff]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replace(/[%\x80-\xff]/g, (c) => '%' + c.charCodeAt(0).toString(16)));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
