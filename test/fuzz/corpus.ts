import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Corpus } from './fuzzText.ts';

interface BatteryCase {
  readonly text?: string;
  readonly base64?: string;
}

/** The texts of the battery, the examples of the rules' pages and the snippets: all that tests know of real files. */
export const readCorpus = (): Corpus => {
  // The file is part of this repository and has this shape.
  const cases = JSON.parse(readFileSync('test/server/battery.json', 'utf8')) as readonly BatteryCase[];
  const pages = readdirSync('docs/rules').flatMap((name) => [
    ...readFileSync(path.join('docs/rules', name), 'utf8').matchAll(/^```[a-z]*\n(.*?)^```$/gms),
  ]);
  const snippets = readFileSync('snippets/htcondor.json', 'utf8').replace(/\\[nt]|[",[\]]/g, ' ');
  return [
    snippets,
    ...cases.map(({ text, base64 }) => text ?? Buffer.from(base64 ?? '', 'base64').toString('latin1')),
    ...pages.map((match) => match[1] ?? ''),
  ];
};
