import type { Span, SubmitFile } from '../submit/index.ts';
import { findCommand, findPredefinedMacro, isKnownKey } from '../submit/index.ts';
import { macroOccurrenceAt, macroOccurrencesIn } from './macroOccurrences.ts';

/** One file among those that share their macros: a submit file with what it includes and what includes it. */
export interface SharedFile {
  readonly uri: string;
  readonly file: SubmitFile;
}

export interface MacroPlace extends Span {
  readonly uri: string;
  readonly role: 'definition' | 'reference';
}

/** Every place of the macro at an offset of the first file, in all files; none where there is no macro. */
export const macroPlaces = (files: readonly SharedFile[], offset: number): readonly MacroPlace[] => {
  const [first] = files;
  const found = first === undefined ? undefined : macroOccurrenceAt(first.file, offset);
  return found === undefined ? [] : placesOf(files, found.name);
};

/** Whether a macro is defined or referred to in a file. */
export const hasMacro = (file: SubmitFile, name: string | undefined): boolean => {
  for (const occurrence of macroOccurrencesIn(file)) if (occurrence.name === name) return true;
  return false;
};

/** The places that define the macro at an offset. */
export const definitionsAt = (files: readonly SharedFile[], offset: number): readonly MacroPlace[] =>
  macroPlaces(files, offset).filter(({ role }) => role === 'definition');

const placesOf = (files: readonly SharedFile[], name: string): readonly MacroPlace[] =>
  files.flatMap(({ uri, file }) =>
    [...macroOccurrencesIn(file)]
      .filter((occurrence) => occurrence.name === name)
      .map(({ start, end, role }) => ({ uri, start, end, role })),
  );

/** What can be renamed at an offset: its place, or why it cannot. */
export const renameableAt = (
  files: readonly SharedFile[],
  offset: number,
): Span | { readonly refused: string } => {
  const [first] = files;
  const found = first === undefined ? undefined : macroOccurrenceAt(first.file, offset);
  if (found === undefined) return { refused: 'Expected a macro at the cursor, found none.' };
  const { name, start, end } = found;
  if (findPredefinedMacro(name) !== undefined)
    return { refused: `'${name}' is predefined by HTCondor: its name cannot be changed.` };
  if (isCommand(name)) return { refused: `'${name}' is a command of HTCondor: its name cannot be changed.` };
  const defined = placesOf(files, name).some(({ role }) => role === 'definition');
  return defined ? { start, end } : { refused: `'${name}' is defined nowhere in the files that are known.` };
};

/** The places to write a new name at, or why it cannot be the name. */
export const renameAt = (
  files: readonly SharedFile[],
  offset: number,
  newName: string,
): readonly MacroPlace[] | { readonly refused: string } => {
  const current = renameableAt(files, offset);
  if ('refused' in current) return current;
  if (!/^[A-Za-z_][\w.]*$/.test(newName))
    return { refused: `Expected a name of letters, digits, '_' and '.', found '${newName}'.` };
  const lower = newName.toLowerCase();
  const places = macroPlaces(files, offset);
  const [first] = files;
  if (first !== undefined && macroOccurrenceAt(first.file, offset)?.name === lower) return places;
  if (findPredefinedMacro(lower) !== undefined)
    return { refused: `'${newName}' is predefined by HTCondor: choose another name.` };
  if (isCommand(lower))
    return { refused: `'${newName}' is a command of HTCondor: setting it would change the job.` };
  if (placesOf(files, lower).length > 0)
    return { refused: `'${newName}' is in use already: both would become one macro.` };
  if (places.some((place) => isOnSeveralLines(files, place)))
    return {
      refused:
        'The name is written over several lines in one place, which a new name would join: write it on one line first.',
    };
  return places;
};

const isOnSeveralLines = (files: readonly SharedFile[], { uri, start, end }: MacroPlace): boolean =>
  files.some((shared) => shared.uri === uri && shared.file.text.slice(start, end).includes('\n'));

const isCommand = (name: string): boolean => findCommand(name) !== undefined || isKnownKey(name);
