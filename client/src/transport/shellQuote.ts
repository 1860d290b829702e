/**
 * One shell word per argument, for a POSIX shell: whatever is in an argument arrives in the program unchanged.
 * Every command that leaves this machine is built here. Throws RangeError for NUL, which no argument can hold,
 * and for an empty argv.
 */
export function shellQuote(argv: readonly string[]): string {
  if (argv.length === 0) throw new RangeError('A command needs at least the name of a program.');
  return argv.map(quoteWord).join(' ');
}

/** The command line that runs a program in a directory; the program takes the shell's place, so signals reach it. */
export function shellCommand(argv: readonly string[], cwd?: string): string {
  const command = `exec ${shellQuote(argv)}`;
  return cwd === undefined ? command : `cd ${shellQuote([notAnOption(cwd)])} && ${command}`;
}

/** Printed before anything that the program prints: what comes earlier is a login file's. */
export const greeting = '\x1e\n';
/** Prints the greeting, in sh. */
export const greet = String.raw`printf "\036\n"`;

/**
 * The same for a login shell that may be another one than POSIX's: bash, zsh, csh, tcsh and fish read this line alike.
 * It holds none of what they treat differently in quotes (backslashes before quotes, line feeds, "!"), and the rest is
 * done by sh. The output begins with the greeting.
 */
export function loginCommand(argv: readonly string[], cwd?: string): string {
  const octal = (character: string): string => `\\0${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  const encoded = shellCommand(argv, cwd).replace(/[\\'\n!]/g, octal);
  return `exec sh -c '${greet};eval "$(printf %b "$1")"' sh '${encoded}'`;
}

/** A path that no program takes for an option. */
export const notAnOption = (path: string): string => (path.startsWith('/') ? path : `./${path}`);

function quoteWord(word: string): string {
  if (word.includes('\0')) {
    throw new RangeError(`An argument cannot hold a NUL character: ${JSON.stringify(word)}`);
  }
  // Left bare where every shell agrees on the meaning, so that command lines stay readable in logs.
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
