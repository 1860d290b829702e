import type { LiveValue } from '../macros.ts';
import { lowerCase } from '../text.ts';
import attributeTexts from './attributeTexts.json';
import attributeData from './attributes.json';
import commandData from './commands.json';
import expressionData from './expressions.json';
import functionData from './functions.json';
import macroData from './macros.json';
import patternData from './patterns.json';

/** How condor_submit reads a command's value; the names are those of commands.json. */
export const valueTypes = [
  'arguments',
  'bool',
  'bool-or-name-list',
  'cron-field',
  'disk-list',
  'duration-seconds',
  'email',
  'enum',
  'enum-or-path',
  'environment',
  'expr',
  'expr-bool',
  'expr-float',
  'expr-int',
  'expr-string',
  'grid-resource',
  'image',
  'int',
  'int-or-expr',
  'limit-list',
  'name-list',
  'path',
  'path-dir',
  'path-list',
  'plugin-list',
  'predefined-macro',
  'remap-list',
  'shell-command',
  'signal',
  'size',
  'size-list',
  'size-or-expr',
  'statement',
  'string',
  'timestamp',
  'uint',
  'url',
  'version',
] as const;

export type ValueType = (typeof valueTypes)[number];

export interface Command {
  readonly name: string;
  /** Other spellings; the main one wins when both are given. */
  readonly aliases?: readonly string[];
  /** The job attribute that it sets. */
  readonly attribute?: string;
  readonly type: ValueType;
  /** All values of an enumeration. */
  readonly values?: readonly string[];
  /** Further spellings of values. */
  readonly synonyms?: readonly string[];
  /** Usual values of a command that takes others too. */
  readonly suggested?: readonly string[];
  /** Unit of a number without one. */
  readonly unit?: string;
  readonly default?: string;
  /** Where it means something; everywhere when absent. */
  readonly universes?: readonly string[];
  /** It has an effect only where one of these commands is given. */
  readonly usedWith?: readonly string[];
  /** The last measured release that did not know it. */
  readonly newerThan?: string;
  /** Why it should not be used. */
  readonly deprecated?: string;
  /** The command that replaces it. */
  readonly insteadUse?: string;
  readonly description: string;
}

/** A family of commands whose names contain a name of the user's choice. */
export interface CommandPattern {
  readonly prefix?: string;
  readonly suffix?: string;
  readonly infix?: string;
  readonly placeholder: string;
  readonly attribute?: string;
  readonly type: ValueType;
  readonly description: string;
}

export interface PredefinedMacro {
  readonly name: string;
  /** Its text, possibly with references; absent where only condor_submit knows it. */
  readonly value?: string;
  /** What stands for it until submission. */
  readonly live?: string;
  readonly description: string;
}

export interface MacroFunction {
  readonly name: string;
  readonly signature: string;
  readonly description: string;
}

export interface ClassAdFunction {
  readonly name: string;
  /** Empty where only the name is known. */
  readonly signatures: readonly string[];
  readonly description: string;
}

// The JSON files are checked against these types by test/server/submit/catalog.test.ts.
export const commands = commandData as readonly Command[];
export const commandPatterns = patternData as readonly CommandPattern[];
export const predefinedMacros = macroData as readonly PredefinedMacro[];
export const macroFunctions: readonly MacroFunction[] = functionData;
export const classAdFunctions: readonly ClassAdFunction[] = expressionData;
export const jobAttributes: readonly string[] = attributeData.job;
export const machineAttributes: readonly string[] = attributeData.machine;

const byName: ReadonlyMap<string, Command> = new Map(
  commands.flatMap((command) =>
    [command.name, ...(command.aliases ?? [])].map((name) => [name.toLowerCase(), command] as const),
  ),
);

const byAttribute: ReadonlyMap<string, Command> = new Map(
  commands.flatMap((command) =>
    command.attribute === undefined ? [] : [[command.attribute.toLowerCase(), command] as const],
  ),
);

const knownKeys: ReadonlySet<string> = new Set([
  ...byName.keys(),
  ...byAttribute.keys(),
  ...jobAttributes.map((name) => name.toLowerCase()),
]);

export interface Attribute {
  readonly name: string;
  /** Whose ad has it; both have a few. */
  readonly ads: readonly ('job' | 'machine')[];
  readonly description: string;
}

const attributesByName: ReadonlyMap<string, Attribute> = (() => {
  const texts: Readonly<Record<string, string | undefined>> = attributeTexts;
  const found = new Map<string, Attribute>();
  for (const ad of ['job', 'machine'] as const) {
    for (const name of attributeData[ad]) {
      const ads = [...(found.get(name.toLowerCase())?.ads ?? []), ad];
      const description = texts[name] ?? byAttribute.get(name.toLowerCase())?.description ?? '';
      found.set(name.toLowerCase(), { name, ads, description });
    }
  }
  return found;
})();

/** Every attribute of job and machine ads that is known by name. */
export const attributes: readonly Attribute[] = [...attributesByName.values()];

/** The attribute called `name`, any case. */
export const findAttribute = (name: string): Attribute | undefined =>
  attributesByName.get(name.toLowerCase());

const functionsByName: ReadonlyMap<string, ClassAdFunction> = new Map(
  classAdFunctions.map((entry) => [entry.name.toLowerCase(), entry]),
);

/** The ClassAd function called `name`, any case. */
export const findClassAdFunction = (name: string): ClassAdFunction | undefined =>
  functionsByName.get(name.toLowerCase());

const macroFunctionsByName: ReadonlyMap<string, MacroFunction> = new Map(
  macroFunctions.map((entry) => [entry.name, entry]),
);

/** The macro function called `name` (without its `$`); the family of $F by any of its names. */
export const findMacroFunction = (name: string): MacroFunction | undefined =>
  macroFunctionsByName.get(name) ?? (/^F[a-zA-Z]*$/.test(name) ? macroFunctionsByName.get('F') : undefined);

const liveMacros: ReadonlyMap<string, string | LiveValue> = new Map(
  predefinedMacros.map(
    (macro) => [macro.name.toLowerCase(), macro.value ?? { live: macro.live ?? '' }] as const,
  ),
);

/** The command called `name` (any case, aliases included). */
export const findCommand = (name: string): Command | undefined =>
  byName.get(name) ?? byName.get(name.toLowerCase());

/** All names of commands as they are stored, in lower case. */
export const commandNames: readonly string[] = [...byName.keys()];

/** The command of a name as it is stored, in lower case. */
export const commandStoredAs = (name: string): Command | undefined => byName.get(name);

/** The command that sets the attribute `name`: such a name works as a command when the command is absent. */
export const findCommandByAttribute = (name: string): Command | undefined =>
  byAttribute.get(name.toLowerCase());

const belongsTo = ({ prefix, suffix, infix }: CommandPattern, name: string): boolean => {
  if (prefix !== undefined) return name.startsWith(prefix) && name.length > prefix.length;
  if (suffix !== undefined) return name.endsWith(suffix) && name.length > suffix.length;
  return infix !== undefined && name.indexOf(infix) > 0;
};

/** A first look for all families at once: names are looked up often, and almost none belongs to one. */
const anyPattern = new RegExp(
  commandPatterns
    .map(({ prefix, suffix, infix }) =>
      prefix !== undefined ? `^${prefix}` : suffix !== undefined ? `${suffix}$` : (infix ?? ''),
    )
    .join('|'),
);

/** The family that `name` belongs to. */
export const findPattern = (name: string): CommandPattern | undefined => {
  const lower = lowerCase(name);
  return anyPattern.test(lower) ? commandPatterns.find((pattern) => belongsTo(pattern, lower)) : undefined;
};

/** Whether condor_submit would read a key of this name (lower case). */
export const isKnownKey = (name: string): boolean => knownKeys.has(name) || findPattern(name) !== undefined;

/** The value of a predefined macro (lower-case name); `{ live }` where it is known at submission only. */
export const predefinedMacro = (name: string): string | LiveValue | undefined => liveMacros.get(name);

/** A predefined macro's description by name, any case. */
export const findPredefinedMacro = (name: string): PredefinedMacro | undefined =>
  macrosByName.get(name.toLowerCase());

const macrosByName: ReadonlyMap<string, PredefinedMacro> = new Map(
  // The first of a name counts.
  [...predefinedMacros].reverse().map((macro) => [macro.name.toLowerCase(), macro] as const),
);
