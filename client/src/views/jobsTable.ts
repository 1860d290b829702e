/** The page of Preview Jobs: a table without any script. */
import type { JobPreview, JobsPreview } from '../../../server/src/protocol.ts';

type Column = Exclude<keyof JobPreview, 'collisions'>;

const columns: readonly { readonly key: Column; readonly title: string }[] = [
  { key: 'executable', title: 'Executable' },
  { key: 'arguments', title: 'Arguments' },
  { key: 'input', title: 'Input' },
  { key: 'output', title: 'Output' },
  { key: 'error', title: 'Error' },
  { key: 'log', title: 'Log' },
];

/** Everything from the submit file is escaped; the page may load and run nothing. */
export function jobsTableHtml(
  preview: JobsPreview,
  options: { readonly file: string; readonly nonce: string },
): string {
  const { rows, total } = preview;
  // Columns that no job uses say nothing.
  const shown = columns.filter(({ key }) => rows.some((row) => row[key] !== undefined));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${options.nonce}'">
<title>Jobs</title>
<style nonce="${options.nonce}">${style}</style>
</head>
<body>
<h1>${escapeHtml(options.file)}</h1>
<p>${escapeHtml(summary(preview))}</p>
${total === 0 || rows.length === 0 ? '' : table(rows, shown)}
</body>
</html>`;
}

function table(
  rows: readonly JobPreview[],
  shown: readonly { readonly key: Column; readonly title: string }[],
): string {
  const head = shown.map(({ title }) => `<th scope="col">${title}</th>`).join('');
  const body = rows
    .map(
      (row, process) =>
        `<tr><th scope="row">${process}</th>${shown.map(({ key }) => cell(row, key)).join('')}</tr>`,
    )
    .join('\n');
  return `<table><thead><tr><th scope="col">Process</th>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

function cell(row: JobPreview, key: Column): string {
  const collides = (key === 'output' || key === 'error') && row.collisions.includes(key);
  const text = escapeHtml(row[key] ?? '');
  return collides
    ? `<td class="collides" title="Another job writes this file too">${text} ⚠</td>`
    : `<td>${text}</td>`;
}

/** How many jobs there are, how many are shown, and whether files collide. */
function summary({ rows, total }: JobsPreview): string {
  const collisions = rows.filter((row) => row.collisions.length > 0).length;
  const number =
    total === undefined
      ? `Only condor_submit can tell how many jobs this makes; the first ${rows.length} that are known are shown.`
      : total > rows.length
        ? `${total} jobs; the first ${rows.length} are shown.`
        : `${total} ${total === 1 ? 'job' : 'jobs'}.`;
  return collisions === 0
    ? number
    : `${number} ${collisions} of them write a file that another one writes too (⚠): put $(Cluster) and $(Process) into its name.`;
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `
body { padding: 8px 16px; font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground); background: var(--vscode-editor-background); }
h1 { font-size: 1.2em; font-weight: 600; }
table { border-collapse: collapse; font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); }
th, td { padding: 3px 14px 3px 6px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--vscode-panel-border); max-width: 40em; overflow-wrap: anywhere; white-space: pre-wrap; }
/* Narrow pages scroll sideways: words of a letter a line cannot be read. */
td { min-width: 7em; }
td:nth-child(-n + 3) { min-width: 14em; }
th { white-space: nowrap; }
thead th { position: sticky; top: 0; background: var(--vscode-editor-background); font-family: var(--vscode-font-family); }
tbody th { font-weight: normal; color: var(--vscode-descriptionForeground); }
.collides { color: var(--vscode-editorWarning-foreground); }
`;
