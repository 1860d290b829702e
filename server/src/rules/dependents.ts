import type { Assignment, DefinitionMap, NameEntry, ReferredNames, Reparse } from '../submit/index.ts';
import { NameReader } from '../submit/index.ts';
import { visitNamesElsewhere } from './assignments.ts';

/** Knows which assignments of a file refer to which names, so that an edit leads to all that it can concern. */
export class Dependents {
  /** By the lower-case name that they refer to. */
  private readonly byReference = new Map<string, Assignment[]>();
  /** By their own name, those above others of the same name included. */
  private readonly byName = new Map<string, Assignment[]>();
  /** That can refer to anything: a `$` in them may become a part of a reference. */
  private readonly open = new Set<Assignment>();
  private readonly elsewhere = new Set<string>();

  /** Begins with a file as it was before a change. */
  constructor({ file, removed, added }: Reparse) {
    visitNamesElsewhere(file.statements, file.text, (name) => this.elsewhere.add(name));
    const isAdded = new Set<unknown>(added);
    for (const statement of file.statements)
      if (statement.kind === 'assignment' && !isAdded.has(statement)) this.add(linksOf(statement));
    for (const assignment of removed) this.add(linksOf(assignment));
  }

  /** Whether anything refers to a name. */
  has(name: string): boolean {
    return this.elsewhere.has(name) || (this.byReference.get(name)?.length ?? 0) > 0;
  }

  includes({ text }: NameEntry): boolean {
    return this.has(text);
  }

  named(name: string): readonly Assignment[] {
    return this.byName.get(name) ?? [];
  }

  /** Takes an edit in; returns the names that something refers to since then, or nothing any more. */
  update({ removed, added }: Pick<Reparse, 'removed' | 'added'>): ReadonlySet<string> {
    const [gone, come] = [removed.map(linksOf), added.map(linksOf)];
    const names = new Set([...gone, ...come].flatMap(({ names }) => names));
    const before = new Set([...names].filter((name) => this.has(name)));
    for (const links of gone) this.remove(links);
    for (const links of come) this.add(links);
    return new Set([...names].filter((name) => this.has(name) !== before.has(name)));
  }

  /** All that the values of some names go into, directly or through others. */
  of(names: Iterable<string>, definitions: DefinitionMap): ReadonlySet<Assignment> {
    const found = new Set<Assignment>(this.open);
    const waiting = [...names];
    const seen = new Set(waiting);
    const follow = (assignment: Assignment): void => {
      const { name } = assignment;
      if (seen.has(name) || definitions.get(name) !== assignment) return;
      seen.add(name);
      waiting.push(name);
    };
    for (const assignment of this.open) follow(assignment);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      for (const assignment of this.byReference.get(name) ?? []) {
        found.add(assignment);
        follow(assignment);
      }
    }
    return found;
  }

  private add({ assignment, names, isOpen }: Links): void {
    push(this.byName, assignment.name, assignment);
    for (const name of names) push(this.byReference, name, assignment);
    if (isOpen) this.open.add(assignment);
  }

  private remove({ assignment, names }: Links): void {
    take(this.byName, assignment.name, assignment);
    for (const name of names) take(this.byReference, name, assignment);
    this.open.delete(assignment);
  }
}

interface Links {
  readonly assignment: Assignment;
  /** That it refers to, as written and as stored, each once. */
  readonly names: readonly string[];
  readonly isOpen: boolean;
}

const linksOf = (assignment: Assignment): Links => {
  const names = new Set<string>();
  let isOpen = false;
  for (const references of referencesAsWrittenAndStored(assignment)) {
    for (let index = 0; index < references.length; index++) names.add(references.name(index).text);
    isOpen ||= references.hasStrayDollar;
  }
  return { assignment, names: [...names], isOpen };
};

/** An appended value has those of the value before it. */
const referencesAsWrittenAndStored = (assignment: Assignment): readonly ReferredNames[] => {
  const { hasMacros, style, references } = assignment;
  if (!hasMacros && style !== 'append') return [];
  const { value, stored } = assignment;
  // With a blank before it it is a text of its own, whose parts do not keep a whole file in memory.
  if (stored === value.text) return [references];
  const reader = new NameReader();
  return [references, reader.at(reader.read(` ${stored}`, 0, stored.length + 1))];
};

const push = (lists: Map<string, Assignment[]>, name: string, assignment: Assignment): void => {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [assignment]);
  else list.push(assignment);
};

/** Leaves an empty list behind: names come back as one types, and taking keys out of a large map is slow. */
const take = (lists: Map<string, Assignment[]>, name: string, assignment: Assignment): void => {
  const list = lists.get(name);
  const index = list?.indexOf(assignment) ?? -1;
  if (index >= 0) list?.splice(index, 1);
};
