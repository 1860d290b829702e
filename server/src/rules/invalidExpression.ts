import type { Assignment, Command, ExpressionError, Submission } from '../submit/index.ts';
import {
  expand,
  findCommand,
  isPlainExpression,
  parseExpression,
  readSize,
  settingOf,
} from '../submit/index.ts';
import type { CommandAssignment, Effective } from './assignments.ts';
import { expressionHint } from './expressionHint.ts';
import { isRead } from './isRead.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { guess, nothing } from './rule.ts';
import { partSpan } from './settings.ts';
import { closest, excerpt } from './words.ts';

const expressionTypes = new Set<Command['type']>([
  'expr',
  'expr-bool',
  'expr-float',
  'expr-int',
  'expr-string',
  'int-or-expr',
  'size',
  'timestamp',
  'duration-seconds',
]);

/** Read as expressions only in other universes or under other names, or not as expressions at all. */
const exempt = new Set([
  'vm_memory',
  'image_size',
  'disk_usage',
  'deferral_window',
  'deferral_prep_time',
  'cron_window',
  'cron_prep_time',
]);

export const invalidExpression: Rule = {
  code: 'invalid-expression',
  severity: 'error',
  summary: 'A ClassAd expression with a syntax error.',
  checkAttribute: (assignment, submission, context) => {
    const found = check(submission, assignment, context);
    return found === undefined ? nothing : [found];
  },
  check: function* (context): Iterable<Finding> {
    const seen = new Set<Assignment>();
    const { jobsetAttributes, commands, families } = context.effective;
    const effective: readonly Effective[] = [
      ...jobsetAttributes,
      // Of require_NAME, condor_submit reads require_gpus alone.
      ...families.filter(({ pattern }) => pattern.type.includes('expr') && pattern.prefix !== 'require_'),
      ...commands.filter((command) => isExpression(command, context)),
    ];
    for (const { submission, assignment } of effective) {
      if (submission.jobCount === 0 || seen.has(assignment)) continue;
      seen.add(assignment);
      const found = check(submission, assignment, context);
      if (found !== undefined) yield found;
    }
  },
};

const isExpression = (
  { submission, assignment, command }: Effective & CommandAssignment,
  context: RuleContext,
): boolean => {
  if (!expressionTypes.has(command.type) || exempt.has(command.name)) return false;
  if (command.deprecated !== undefined || command.universes !== undefined) return false;
  if (!isRead(command, submission, context)) return false;
  // Nobody looks at what the GPUs should be when none is asked for.
  if (/^(?:gpus_|require_gpus)/.test(command.name) && settingOf(submission, 'request_gpus') === undefined)
    return false;
  return (
    command.name.toLowerCase() === assignment.name || !submission.definitions.has(command.name.toLowerCase())
  );
};

const check = (
  submission: Submission,
  assignment: Assignment,
  { dialect }: RuleContext,
): Finding | undefined => {
  // Most values are strings, and those take the most time to put together.
  if (submission.plainMacros.isString(assignment)) return undefined;
  const inPlace = assignment.hasMacros ? undefined : assignment.inPlace;
  if (inPlace !== undefined && isPlainExpression(inPlace.text, inPlace.start, inPlace.end)) return undefined;
  const expansion = expand(assignment.stored, submission.sample);
  const value = expansion.text.trim();
  if (value === '' || !expansion.known || isPlainExpression(value)) return undefined;
  if (findCommand(assignment.name)?.type === 'size') {
    if (/^-?\d/.test(value) && readSize(value) !== undefined) return undefined;
    // Newer releases take the number up to the comma for a size.
    if (dialect.version.major >= 25 && /^\d+(?:,\d+)+$/.test(value)) return undefined;
  }
  // $$(...) is filled in after the match: what it stands for can be anything but a syntax error.
  const parsed = parseExpression(
    value.includes('$$') ? value.replace(/\$\$\([^)]*\)/g, (text) => '0'.padEnd(text.length)) : value,
  );
  return parsed.kind === 'parsed' ? undefined : finding(assignment, value, parsed.error);
};

const finding = (assignment: Assignment, value: string, error: ExpressionError): Finding => {
  const size = sizeFinding(assignment, value);
  if (size !== undefined) return size;
  const span = partSpan(assignment, value, error.start, error.end);
  const found = error.start >= value.length ? 'the end' : `'${excerpt(value.slice(error.start), 20)}'`;
  const hint = expressionHint(value, error.start);
  const message = `Expected ${error.expected} in '${assignment.key.text}', found ${found}.`;
  if (hint === undefined) return { ...span, message };
  if (hint.change === undefined) return { ...span, message: `${message} ${hint.advice}` };
  const { newText, start, end } = hint.change;
  const fixes = isWritten(assignment, value)
    ? [
        guess(
          newText === '' ? 'Leave it out' : `Change to '${newText}'`,
          partSpan(assignment, value, start, end),
          newText,
        ),
      ]
    : [];
  return { ...span, message: `${message} ${hint.advice}`, fixes };
};

/** A number with something behind it that is no unit, where a size is expected. */
const sizeFinding = (assignment: Assignment, value: string): Finding | undefined => {
  const { key, name } = assignment;
  const [, digits, unit = ''] = /^(\d[\d,. ]*?)\s*([A-Za-z]+)?$/.exec(value) ?? [];
  const meant = name.startsWith('request_') ? closest(name, requests) : undefined;
  const command = findCommand(name) ?? (meant === undefined ? undefined : findCommand(meant));
  if (digits === undefined || command === undefined || !command.type.startsWith('size')) return undefined;
  const span = { start: assignment.value.start, end: assignment.value.end };
  const size = `${digits.replace(/[, ]/g, '')}${/^[KMGTP]/i.exec(unit)?.[0].toUpperCase() ?? ''}B`;
  const isUnit = /^[KMGTP](?:i?b(?:yte)?s?|igs?|egs?|era)?$/i.test(unit);
  if (findCommand(name) === undefined) {
    return {
      ...span,
      message: `'${key.text}' asks for a resource of its own, whose amount has no unit: expected a number, found '${excerpt(value)}'. Did you mean '${command.name}'?`,
    };
  }
  return {
    ...span,
    message: `Expected a size such as 2GB for '${key.text}' (K, M, G or T behind the number, or KB, MB, GB, TB), found '${excerpt(value)}'.`,
    fixes:
      isUnit && isWritten(assignment, value) && readSize(size) !== undefined
        ? [guess(`Change to ${size}`, span, size)]
        : [],
  };
};

const requests = ['request_memory', 'request_disk', 'request_cpus', 'request_gpus'];

/** Whether the value stands in the text as it is read. */
const isWritten = ({ value }: Assignment, read: string): boolean =>
  value.text === read && value.pieces === undefined;
