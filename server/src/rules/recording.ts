import type { Assignment, DefinitionMap, Dialect, NameEntry, Names, SubmitFile } from '../submit/index.ts';
import { submissionsOf } from '../submit/index.ts';
import type { EffectiveAssignments } from './assignments.ts';
import { effectiveIn } from './assignments.ts';
import type { FileLooks, Survey } from './sharedContext.ts';
import { SharedContext } from './sharedContext.ts';

/** What rules have looked at. */
export class Reads {
  readonly names = new Set<string>();
  readonly references = new Set<string>();
  /** All statements or definitions. */
  everything = false;
  problems = false;

  /** Forgets what one rule has looked at that is not a name. */
  next(): void {
    this.everything = false;
    this.problems = false;
  }
}

/** A table of definitions that notes what is looked up. */
class RecordedDefinitions implements DefinitionMap {
  constructor(
    private readonly table: DefinitionMap,
    private readonly reads: Reads,
  ) {}

  get(name: string): Assignment | undefined {
    this.reads.names.add(name);
    return this.table.get(name);
  }

  has(name: string): boolean {
    this.reads.names.add(name);
    return this.table.has(name);
  }

  find(name: string): Assignment | undefined {
    this.reads.names.add(name);
    return this.table.find(name);
  }

  of(name: NameEntry): Assignment | undefined {
    this.reads.names.add(name.text);
    return this.table.of(name);
  }

  findOf(name: NameEntry): Assignment | undefined {
    this.reads.names.add(name.text);
    return this.table.findOf(name);
  }

  get names(): Names {
    return this.table.names;
  }

  entries(): readonly NameEntry[] {
    return this.whole.entries();
  }

  values(): readonly Assignment[] {
    return this.whole.values();
  }

  mapped(exchange: (assignment: Assignment) => Assignment): DefinitionMap {
    return this.whole.mapped(exchange);
  }

  private get whole(): DefinitionMap {
    this.reads.everything = true;
    return this.table;
  }
}

/** A file that notes what is looked at. */
const recordedFile = (file: SubmitFile, reads: Reads): SubmitFile => ({
  ...file,
  definitions: new RecordedDefinitions(file.definitions, reads),
  get text() {
    reads.everything = true;
    return file.text;
  },
  get statements() {
    reads.everything = true;
    return file.statements;
  },
  get problems() {
    reads.problems = true;
    return file.problems;
  },
});

/** A context that notes what the rules look at. */
export class RecordedContext extends SharedContext {
  private recordedEffective: EffectiveAssignments | undefined;

  constructor(
    private readonly whole: SubmitFile,
    reads: Reads,
    { dialect, survey, looks }: Recording,
  ) {
    const file = recordedFile(whole, reads);
    const submissions = submissionsOf(whole, dialect, (table) => new RecordedDefinitions(table, reads));
    const references = {
      has: (name: string): boolean => {
        reads.references.add(name);
        return survey.references.has(name);
      },
      includes: (name: NameEntry): boolean => {
        reads.references.add(name.text);
        return survey.references.includes(name);
      },
    };
    super(file, dialect, submissions, { ...survey, references }, looks);
  }

  /** Whoever records must know that names for which isEffective holds are looked at. */
  override get effective(): EffectiveAssignments {
    return (this.recordedEffective ??= effectiveIn(this.submissions, () => this.whole.definitions));
  }
}

interface Recording {
  readonly dialect: Dialect;
  readonly survey: Survey;
  readonly looks: FileLooks;
}
