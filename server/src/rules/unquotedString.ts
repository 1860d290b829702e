import type { Assignment, Expression } from '../submit/index.ts';
import {
  findAttribute,
  findCommandByAttribute,
  parseExpression,
  spanIn,
  walkExpression,
} from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess, nothing } from './rule.ts';

const comparisons = new Set(['==', '!=', '=?=', '=!=', 'is', 'isnt']);

export const unquotedString: Rule = {
  code: 'unquoted-string',
  severity: 'warning',
  summary: 'A word without quotes that an attribute is compared with.',
  checkEach: {
    of: 'commands',
    check: (assignment, { file }) => {
      const { style, entry } = assignment;
      if (style === 'here' || entry.command?.type.startsWith('expr') !== true) return nothing;
      if (!comparedWithName.test(assignment.value.text)) return nothing;
      return check(assignment, (attribute) => file.definitions.has(`my.${attribute.toLowerCase()}`));
    },
  },
};

/** A first look: most comparisons are with strings and numbers. */
const comparedWithName =
  /(?:[=!]=|=[?!]=|\bis(?:nt)?\b)[\s(]*(?!(?:true|false|undefined|error)\b)[A-Za-z_/'\u0080-\uffff]/i;

const check = ({ value }: Assignment, isSet: (attribute: string) => boolean): readonly Finding[] => {
  // A macro can stand for an operand; what else it can stand for does not parse, and is left alone.
  const parsed = parseExpression(value.text.replace(/\$\$?\([^()]*\)/g, (macro) => '0'.padEnd(macro.length)));
  if (parsed.kind === 'failed') return [];
  const findings: Finding[] = [];
  walkExpression(parsed.expression, (node) => {
    if (node.kind !== 'binary' || !comparisons.has(node.operator)) return;
    const { left, right } = node;
    const word = bareName(right);
    if (word === undefined || isSet(word) || !isString(left, word)) return;
    const span = spanIn(value, right.start, right.end);
    if (value.text.charAt(right.start) === "'") return;
    findings.push({
      ...span,
      message: `${word} is the name of an attribute here, and no job or machine has one called so: the comparison is undefined. A string stands in double quotes: "${word}".`,
      fixes: value.pieces === undefined ? [guess('Put it in double quotes', span, `"${word}"`)] : [],
    });
  });
  return findings;
};

/** The name of an attribute that nobody knows. */
const bareName = (node: Expression): string | undefined =>
  node.kind === 'attribute' &&
  node.scope === undefined &&
  !node.absolute &&
  findAttribute(node.name) === undefined &&
  findCommandByAttribute(node.name) === undefined
    ? node.name
    : undefined;

/** Attributes of machines whose values are names, with which no other attribute is compared. */
const strings: ReadonlySet<string> = new Set(
  (
    'arch opsys opsysandver opsysname opsyslongname opsysshortname microarch checkpointplatform condorplatform ' +
    'uiddomain filesystemdomain cudadevicename'
  ).split(' '),
);

/** Whether an attribute is compared with a string: jobs remember hosts in attributes too, which begin with a capital. */
const isString = (node: Expression, word: string): boolean => {
  if (node.kind !== 'attribute') return false;
  const name = node.name.toLowerCase();
  return strings.has(name) || ((name === 'machine' || name === 'name') && /^[a-z]/.test(word));
};
