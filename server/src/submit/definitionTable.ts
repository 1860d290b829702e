import type { NameEntry, Names } from './names.ts';
import { submitPrefix } from './names.ts';
import type { Assignment, DefinitionMap } from './syntax.ts';

/** Commands and macros in effect. Kept by the numbers of their names: most are looked up by what has the name at hand. */
export class DefinitionTable implements DefinitionMap {
  private readonly defined: (Assignment | undefined)[];
  /** What `values` gives, until something changes. */
  private list: readonly Assignment[] | undefined;
  /** What `entries` gives, until another name is defined. */
  private named: readonly NameEntry[] | undefined;

  constructor(
    readonly names: Names,
    defined: readonly (Assignment | undefined)[] = [],
  ) {
    this.defined = [...defined];
  }

  define(assignment: Assignment): void {
    const { id } = assignment.entry;
    if (this.defined[id] === undefined) this.named = undefined;
    this.defined[id] = assignment;
    this.list = undefined;
  }

  remove(name: string): void {
    const entry = this.names.find(name);
    if (entry === undefined) return;
    this.defined[entry.id] = undefined;
    this.list = undefined;
    this.named = undefined;
  }

  get(name: string): Assignment | undefined {
    const entry = this.names.find(name);
    return entry === undefined ? undefined : this.defined[entry.id];
  }

  of({ id }: NameEntry): Assignment | undefined {
    return this.defined[id];
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  find(name: string): Assignment | undefined {
    return (this.names.hasPrefixed ? this.get(`${submitPrefix}${name}`) : undefined) ?? this.get(name);
  }

  findOf(name: NameEntry): Assignment | undefined {
    return this.names.hasPrefixed ? this.find(name.text) : this.of(name);
  }

  entries(): readonly NameEntry[] {
    return (this.named ??= this.names.filter(({ id }) => this.defined[id] !== undefined));
  }

  values(): readonly Assignment[] {
    return (this.list ??= this.defined.filter((assignment) => assignment !== undefined));
  }

  mapped(exchange: (assignment: Assignment) => Assignment): DefinitionTable {
    const defined = this.defined.map((assignment) => assignment && exchange(assignment));
    return new DefinitionTable(this.names, defined);
  }

  copy(): DefinitionTable {
    return new DefinitionTable(this.names, this.defined);
  }
}
