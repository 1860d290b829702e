import type { NameEntry, Names } from './names.ts';
import type { Assignment, DefinitionMap } from './syntax.ts';

const prefix = 'submit.';

/** Commands and macros in effect. Kept by the numbers of their names: most are looked up by what has the name at hand. */
export class DefinitionTable implements DefinitionMap {
  private readonly defined: (Assignment | undefined)[];

  constructor(
    readonly names: Names,
    {
      defined,
      hasPrefixed,
    }: { readonly defined: readonly (Assignment | undefined)[]; hasPrefixed: boolean } = {
      defined: [],
      hasPrefixed: false,
    },
  ) {
    this.defined = [...defined];
    this.hasPrefixed = hasPrefixed;
  }

  /** Whether any name has the prefix that goes before all: almost no file has one, and names are looked up often. */
  private hasPrefixed: boolean;
  /** What `values` gives, until something changes. */
  private list: readonly Assignment[] | undefined;

  define(assignment: Assignment): void {
    const { id, text } = assignment.entry;
    if (text.startsWith(prefix)) this.hasPrefixed = true;
    while (this.defined.length <= id) this.defined.push(undefined);
    this.defined[id] = assignment;
    this.list = undefined;
  }

  remove(name: string): void {
    const entry = this.names.find(name);
    if (entry === undefined) return;
    this.defined[entry.id] = undefined;
    this.list = undefined;
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
    return (this.hasPrefixed ? this.get(`${prefix}${name}`) : undefined) ?? this.get(name);
  }

  findOf(name: NameEntry): Assignment | undefined {
    return this.hasPrefixed ? this.find(name.text) : this.of(name);
  }

  entries(): readonly NameEntry[] {
    return this.values().map(({ entry }) => entry);
  }

  values(): readonly Assignment[] {
    return (this.list ??= this.defined.filter((assignment) => assignment !== undefined));
  }

  mapped(exchange: (assignment: Assignment) => Assignment): DefinitionTable {
    const defined = this.defined.map((assignment) => assignment && exchange(assignment));
    return new DefinitionTable(this.names, { defined, hasPrefixed: this.hasPrefixed });
  }

  copy(): DefinitionTable {
    return this.mapped((assignment) => assignment);
  }
}
