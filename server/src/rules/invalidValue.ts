import type { Command } from '../submit/index.ts';
import { readBoolean } from '../submit/index.ts';
import { isRead } from './isRead.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { guess } from './rule.ts';
import { settingsInEffect, valueSpan, writtenName } from './settings.ts';
import { alternatives, closest, excerpt } from './words.ts';

/** Enumerations whose values condor_submit checks; the others reach the job as they are. */
const checked = new Set([
  'notification',
  'should_transfer_files',
  'when_to_transfer_output',
  'universe',
  'skip_filechecks',
  'use_scitokens',
  'Remote_universe',
  'SubmitMatchDirectories',
]);

/** Universe numbers that still mean something; the others are refused like unknown names. */
const universeNumbers = new Set(['5', '7', '9', '10', '11', '12', '13']);

/** Universes that HTCondor once had. */
const gone: ReadonlySet<string> = new Set([
  'standard',
  '1',
  'pvm',
  '4',
  'pvmd',
  '6',
  'linda',
  '3',
  'pipe',
  '2',
]);

const insteadOf = (universe: string): string =>
  universe.toLowerCase() === 'standard' || universe === '1'
    ? 'The standard universe, which checkpointed by itself, is gone: use vanilla, and "Wrap with shim_dmtcp" for checkpoints.'
    : 'That universe is gone: use vanilla, or parallel for several machines at a time.';

/** Names that another access point may still know. */
const remoteUniverses = new Set(['standard', 'pvm', 'pvmd', 'linda', 'pipe', 'mpi']);

export const invalidValue: Rule = {
  code: 'invalid-value',
  severity: 'error',
  summary: 'A value outside the list that a command takes.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, setting, value, known } of settingsInEffect(context)) {
      const { command } = setting;
      if (
        !isRead(command, submission, context) ||
        !known ||
        !checked.has(command.name) ||
        isAllowed(command, value, context)
      )
        continue;
      const span = valueSpan(setting);
      const values = command.values ?? [];
      const meant = closest(value.replace(/[- ]/g, '_'), values);
      const message = `Expected ${alternatives(values)} for '${writtenName(setting)}', found '${excerpt(value)}'.`;
      if (command.name === 'universe' && gone.has(value.toLowerCase()))
        yield {
          ...span,
          message: `${message} ${insteadOf(value)}`,
          fixes: [guess('Change to vanilla', span, 'vanilla')],
        };
      else if (meant === undefined) yield { ...span, message };
      else
        yield {
          ...span,
          message: `${message} Did you mean ${meant}?`,
          fixes: [guess(`Change to ${meant}`, span, meant)],
        };
    }
  },
};

const isAllowed = (command: Command, value: string, { dialect }: RuleContext): boolean => {
  const lower = value.toLowerCase();
  // The value came after HTCondor 23.
  if (command.name === 'notification' && lower === 'start') return dialect.version.major > 23;
  if (command.name === 'skip_filechecks' && lower === 'warn') return dialect.version.major > 23;
  if (command.name === 'use_scitokens') return lower === 'auto' || readBoolean(value).kind !== 'invalid';
  const names = [...(command.values ?? []), ...(command.synonyms ?? [])];
  if (names.some((name) => name.toLowerCase() === lower)) return true;
  if (command.name === 'Remote_universe') return /^\d+$/.test(value) || remoteUniverses.has(lower);
  return command.name === 'universe' && (universeNumbers.has(value) || lower === 'mpi');
};
