import type { Command, SourceText } from '../submit/index.ts';
import { offsetIn } from '../submit/index.ts';
import type { Completion } from './completion.ts';

/** One entry of a directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly directory: boolean;
}

/** What is in a directory, by a name relative to the submit file's; nothing where nobody looks. */
export type ListDirectory = (path: string) => readonly DirectoryEntry[];

const pathTypes = new Set<Command['type']>(['path', 'path-dir', 'path-list', 'enum-or-path', 'image']);

/** Whether a value of this type names files. */
export const namesFiles = (type: Command['type']): boolean => pathTypes.has(type);

const entryLimit = 500;

/** The files and directories that the name at the cursor can become. */
export const pathCompletions = (
  type: Command['type'],
  value: SourceText,
  offset: number,
  list: ListDirectory,
): readonly Completion[] => {
  const typed = value.text.slice(0, offsetIn(value, offset));
  const item = type === 'path-list' ? typed.slice(typed.lastIndexOf(',') + 1).trimStart() : typed;
  // A macro in the name stands for a directory that is not known here.
  if (item.includes('$') || /^\w+:\/\//.test(item)) return [];
  const slash = item.lastIndexOf('/') + 1;
  const prefix = item.slice(slash);
  const span = { start: offset - prefix.length, end: offset };
  return list(slash === 0 ? '.' : item.slice(0, slash))
    .filter(
      ({ name, directory }) => (type !== 'path-dir' || directory) && (prefix !== '' || !name.startsWith('.')),
    )
    .slice(0, entryLimit)
    .map(({ name, directory }) => {
      const newText = directory ? `${name}/` : name;
      return {
        label: newText,
        kind: 'file',
        detail: directory ? 'directory' : 'file',
        span,
        newText,
        rank: 0,
      };
    });
};
