import type { Definitions } from './definitions.ts';
import type { LineReader } from './lineReader.ts';
import type { Source } from './source.ts';
import type { OtherStatement, Problem, ReadFile, Statement, SubmitFile } from './syntax.ts';
import type { Dialect } from './version.ts';

/** What a statement needs of the parser of its file. */
export interface FileParser {
  readonly text: string;
  /** The text, as statements that are made from it keep it. */
  readonly source: Source;
  readonly dialect: Dialect;
  readonly lines: LineReader;
  /** Takes an assignment; others go to `add`. */
  readonly statements: Statement[];
  readonly definitions: Definitions;
  readonly readFile: ReadFile;
  /** How many files include this one, each the next. */
  readonly depth: number;
  /** Whether statements count here. */
  readonly active: boolean;
  readonly add: (statement: OtherStatement) => void;
  readonly report: (problem: Problem) => void;
  /** Parses another file as a part of this one. */
  readonly parseIncluded: (text: string) => SubmitFile;
}
