// The only door of the language: everything outside submit/ imports from here.
export type { Span, SourceText } from './text.ts';
export {
  offsetIn,
  spanIn,
  subText,
  partsOf,
  lettersOf,
  lowerCase,
  Search,
  skipBlanks,
  trimBlanksEnd,
  isBlank,
  isLetter,
  isNameCode,
} from './text.ts';
export type { Version, Dialect } from './version.ts';
export { parseVersion, dialectOf, newestVersion } from './version.ts';
export type {
  Assignment,
  Conditional,
  DefinitionMap,
  FileContent,
  Items,
  OtherStatement,
  Problem,
  Queue,
  ReadFile,
  Statement,
  SubmitFile,
} from './syntax.ts';
export type { ItemRows } from './itemRows.ts';
export { unfilledRows } from './itemRows.ts';
export type { ParseOptions } from './parser.ts';
export { parse } from './parser.ts';
export type { Change } from './change.ts';
export { joinedChange } from './change.ts';
export type { Reparse } from './reparse.ts';
export { reparse } from './reparse.ts';
export { movedSpan } from './text.ts';
export { isFatal } from './problems.ts';
export type { LogicalLine } from './lexer.ts';
export { readLine, isSkipped, lineText } from './lexer.ts';
export { marks, MarkSearch } from './marks.ts';
export type { Expansion, Scope } from './macros.ts';
export { expand, expandSource } from './macros.ts';
export type { Reference, ReferredNames } from './references.ts';
export type { NameEntry, Names } from './names.ts';
export { NameReader, namesReferredTo, referencesIn } from './references.ts';
export { isFileFunction } from './functions.ts';
export { visitOtherNames } from './referredNames.ts';
export { parseExpression } from './expression.ts';
export { isPlainExpression } from './expressionCheck.ts';
export type { Expression, ExpressionError } from './expressionTree.ts';
export { walkExpression } from './expressionTree.ts';
export { readBoolean, readInteger, readSignal, readSize, signals } from './values.ts';
export type { WordError, Words } from './arguments.ts';
export { parseArguments, parseEnvironment } from './arguments.ts';
export { columnsOf } from './columns.ts';
export { jobCountOf } from './queue.ts';
export type { JobRow, Setting, Submission } from './model.ts';
export {
  displayValue,
  exchangeAssignments,
  isLoopVariable,
  jobRows,
  sampleValue,
  settingOf,
  submissionsOf,
  valueInRow,
} from './model.ts';
export type { Attribute, Command, CommandPattern, PredefinedMacro } from './catalog/index.ts';
export {
  attributes,
  classAdFunctions,
  commandPatterns,
  commandStoredAs,
  commands,
  findAttribute,
  findClassAdFunction,
  findCommand,
  findCommandByAttribute,
  findMacroFunction,
  findPattern,
  findPredefinedMacro,
  isKnownKey,
  jobAttributes,
  machineAttributes,
  macroFunctions,
  predefinedMacros,
} from './catalog/index.ts';
