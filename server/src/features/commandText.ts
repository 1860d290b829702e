import type { Command } from '../submit/index.ts';

const typeNames: Readonly<Record<Command['type'], string>> = {
  arguments: 'arguments',
  bool: 'true or false',
  'bool-or-name-list': 'true, false or a list of names',
  'cron-field': 'crontab field',
  'disk-list': 'list of disks',
  'duration-seconds': 'seconds',
  email: 'mail address',
  enum: 'one of a list',
  'enum-or-path': 'a word or a file',
  environment: 'environment variables',
  expr: 'ClassAd expression',
  'expr-bool': 'ClassAd expression, true or false',
  'expr-float': 'ClassAd expression, a number',
  'expr-int': 'ClassAd expression, an integer',
  'expr-string': 'ClassAd expression, a string',
  'grid-resource': 'grid resource',
  image: 'image',
  int: 'integer',
  'int-or-expr': 'integer or ClassAd expression',
  'limit-list': 'list of limits',
  'name-list': 'list of names',
  path: 'file',
  'path-dir': 'directory',
  'path-list': 'list of files, separated by commas',
  'plugin-list': 'list of plugins',
  'predefined-macro': 'macro',
  'remap-list': 'list of new names',
  'shell-command': 'command line',
  signal: 'signal',
  size: 'size, or ClassAd expression',
  'size-list': 'list of sizes',
  'size-or-expr': 'size or ClassAd expression',
  statement: 'statement',
  string: 'text',
  timestamp: 'seconds since 1970',
  uint: 'integer, not negative',
  url: 'URL',
  version: 'version',
};

/** The hover text of a command, in Markdown. */
export const describeCommand = (command: Command): string => {
  const facts = [
    `Value: ${typeNames[command.type]}${command.unit === undefined ? '' : ` (${command.unit} without a unit)`}`,
    command.values === undefined ? undefined : `One of: ${command.values.join(', ')}`,
    command.default === undefined ? undefined : `Default: ${command.default}`,
    command.attribute === undefined ? undefined : `Job attribute: ${command.attribute}`,
    command.aliases === undefined ? undefined : `Also spelt: ${command.aliases.join(', ')}`,
    command.universes === undefined ? undefined : `Universe: ${command.universes.join(', ')}`,
    command.newerThan === undefined ? undefined : `Newer than HTCondor ${command.newerThan}`,
  ].filter((fact) => fact !== undefined);
  const deprecated = command.deprecated === undefined ? '' : `\n\n**Deprecated.** ${command.deprecated}`;
  return `**${command.name}**\n\n${command.description}${deprecated}\n\n${facts.map((fact) => `- ${fact}`).join('\n')}`;
};
