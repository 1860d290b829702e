import type { Assignment, DefinitionMap, Submission } from '../submit/index.ts';
import {
  expand,
  findCommandByAttribute,
  isLetter,
  jobAttributes,
  machineAttributes,
} from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess, nothing } from './rule.ts';

const knownAttributes: ReadonlySet<string> = new Set(
  [...jobAttributes, ...machineAttributes].map((name) => name.toLowerCase()),
);
const literals = new Set(['true', 'false', 'undefined', 'error']);
const sizes = new Set(['request_memory', 'request_disk', 'request_cpus', 'request_gpus']);

export const bareWordValue: Rule = {
  code: 'bare-word-value',
  severity: 'warning',
  summary: 'A word without quotes where HTCondor expects an expression.',
  checkAttribute: (assignment, submission) => {
    const word = bareWord(assignment, submission);
    return word === undefined ? nothing : [unquoted(assignment, word)];
  },
  check: function* (context): Iterable<Finding> {
    for (const { assignment, submission, command } of context.effective.commands) {
      const word = sizes.has(command.name) ? bareWord(assignment, submission) : undefined;
      if (word !== undefined) yield noNumber(assignment, word);
    }
  },
};

/** The value where it is a word that means nothing in an expression. */
const bareWord = (assignment: Assignment, submission: Submission): string | undefined => {
  if (assignment.style === 'removal') return undefined;
  const word = wordOf(assignment, submission);
  return word === undefined || isMeant(word, submission.definitions) ? undefined : word;
};

/** The value where it is a word. */
const wordOf = (assignment: Assignment, submission: Submission): string | undefined => {
  const { inPlace } = assignment;
  if (inPlace !== undefined) {
    const { text, start, end } = inPlace;
    if (text.charCodeAt(start) === doubleQuote) return undefined;
    if (!assignment.hasMacros) return isWord(text, start, end) ? text.slice(start, end) : undefined;
  }
  // None of these is inside a reference: they stay when it is expanded, and then it is no word.
  if (/["<>=&|+*]/.test(assignment.stored)) return undefined;
  const expansion = expand(assignment.stored, submission.sample);
  const word = expansion.text.trim();
  return expansion.known && isWord(word, 0, word.length) ? word : undefined;
};

const isWord = (text: string, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!isLetter(code) && (at === start || !isDigit(code))) return false;
  }
  return end > start;
};

const doubleQuote = 34;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const isMeant = (word: string, definitions: DefinitionMap): boolean => {
  const lower = word.toLowerCase();
  if (literals.has(lower) || knownAttributes.has(lower) || definitions.has(`my.${lower}`)) return true;
  return findCommandByAttribute(lower) !== undefined;
};

const unquoted = (assignment: Assignment, word: string): Finding => {
  const { value, key } = assignment;
  const span = { start: value.start, end: value.end };
  return {
    ...span,
    message: `The value of '${key.text}' is an expression, in which ${word} is an attribute that no job has. A string stands in double quotes: "${word}".`,
    fixes: value.text === word ? [guess('Put it in double quotes', span, `"${word}"`)] : [],
  };
};

const noNumber = ({ value, key }: Assignment, word: string): Finding => ({
  start: value.start,
  end: value.end,
  message: `Expected an amount for '${key.text}', found '${word}', which HTCondor takes for an attribute that no job has: the job would match no machine.`,
});
