import { readFileSync } from 'node:fs';
import { wrapWithShim } from '../../../server/src/features/wrapWithShim.ts';
import { dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';
import { applyEdits } from './cursor.ts';

/** What the editor inserts for a snippet when no placeholder is changed. */
export const insertedText = (body: readonly string[]): string =>
  `${body
    .join('\n')
    .replace(/(?<!\\)\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll('\\$', '$')}\n`;

/** The snippets, by name. */
export const snippetBodies = (): ReadonlyMap<string, readonly string[]> => {
  // The file is part of this repository and has this shape.
  const snippets = JSON.parse(readFileSync('snippets/htcondor.json', 'utf8')) as Readonly<
    Record<string, { readonly body: readonly string[] }>
  >;
  return new Map(Object.entries(snippets).map(([name, { body }]) => [name, body]));
};

/** The job of the README. */
export const readmeJob = (): string =>
  /```\n(\s*executable +=[^`]*)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';

/** A job without DMTCP, as somebody has it who will want it; what it reads is in `recipeFiles`. */
export const plainJob = (outputs: string): string => `universe = vanilla
executable = program
arguments = "--steps 1000 'a b'"
input = input.dat
output = results/program.$(Cluster).$(Process).out
error = results/program.$(Cluster).$(Process).err
log = job.$(Cluster).log
${outputs}should_transfer_files = YES
when_to_transfer_output = ON_EXIT
on_exit_hold = ExitCode == 3
request_memory = 1GB
request_disk = 4GB
queue 2
`;

const wrapped = (text: string, installation?: string): string => {
  const edits = wrapWithShim(
    parse(text),
    dialectOf(newestVersion),
    installation === undefined ? {} : { installation },
  );
  return 'refused' in edits ? edits.refused : applyEdits(text, edits);
};

/** Every text that this extension writes or shows as the way to run a job, by name. */
export const recipeTexts = (): ReadonlyMap<string, string> => {
  const listed = plainJob('transfer_output_files = result.dat\n');
  return new Map([
    ...[...snippetBodies()].map(([name, body]) => [`snippet: ${name}`, insertedText(body)] as const),
    ["the README's job", readmeJob()],
    ['Wrap, outputs unknown, private installation', wrapped(plainJob(''))],
    ['Wrap, outputs unknown, site-wide installation', wrapped(plainJob(''), '/opt/dmtcp')],
    ['Wrap, outputs known, private installation', wrapped(listed)],
    ['Wrap, outputs known, site-wide installation', wrapped(listed, '/opt/dmtcp')],
  ]);
};

/** The files that these texts name, as they are in the submit directory. */
export const recipeFiles: Readonly<Record<string, string>> = {
  shim_dmtcp: '#!/bin/sh\n',
  program: '#!/bin/sh\n',
  foo: '#!/bin/sh\n',
  'input.dat': '1\n',
  'results/kept': '',
};
