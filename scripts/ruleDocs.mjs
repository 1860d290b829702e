// Writes docs/rules/README.md, the index of the language server's rules. A unit test holds it against the rules.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const isDmtcp = ({ code }) => code.startsWith('dmtcp-');

/** The text of the index for rules { code, severity, summary }, in their order. */
export const renderIndex = (rules) => {
  const list = (chosen) =>
    chosen
      .map(({ code, severity, summary }) => `- [${code}](${code}.md) (${severity}): ${summary}`)
      .join('\n');
  const general = rules.filter((rule) => !isDmtcp(rule));
  return `# Rules

<!-- Made by \`node scripts/ruleDocs.mjs\` from server/src/rules; do not edit. -->

The language server and \`condor-submit-lint\` check submit files against ${rules.length} rules.

- The setting \`dmtcpCondor.rules\` gives a rule another severity, or switches it \`off\`: \`"dmtcpCondor.rules": { "undefined-macro": "off" }\`.
- A line \`# condor-lint: disable=CODE\` leaves out a rule for the statement below it; \`# condor-lint: disable-file=CODE\` for the whole file. Several codes are separated by commas; without codes, all rules are meant.

## What condor_submit refuses

${list(general.filter(({ severity }) => severity === 'error'))}

## What it accepts, but should not be

${list(general.filter(({ severity }) => severity !== 'error'))}

## Jobs under DMTCP

These look at jobs whose executable is \`shim_dmtcp\`, or that transfer DMTCP's files.

${list(rules.filter(isDmtcp))}
`;
};

if (process.argv[1] === import.meta.filename) {
  const outfile = path.resolve('build/ruleDocs/rules.mjs');
  await esbuild.build({
    entryPoints: ['server/src/rules/index.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const { rules } = await import(pathToFileURL(outfile).href);
  writeFileSync('docs/rules/README.md', renderIndex(rules));
}
