/** The page of Why Is the Job Idle?: a table without any script. */
import type { Analysis } from '../condor/analyze.ts';
import { escapeHtml } from './jobsTable.ts';

/** Everything that condor_q said is escaped; the page may load and run nothing. */
export function analysisHtml(
  analysis: Analysis,
  options: { readonly job: string; readonly host: string; readonly nonce: string },
): string {
  const { requirements, conditions, attributes, summary } = analysis;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${options.nonce}'">
<title>Why is the job idle?</title>
<style nonce="${options.nonce}">${style}</style>
</head>
<body>
<h1>Job ${escapeHtml(options.job)} on ${escapeHtml(options.host)}</h1>
${summary.map((line) => `<p${/^(WARNING|No |Last failed|Reason)/.test(line) ? ' class="warning"' : ''}>${escapeHtml(line)}</p>`).join('\n')}
${conditions.length === 0 ? '' : table(analysis)}
${attributes.length === 0 ? '' : `<h2>What the job asks for</h2><ul>${attributes.map((line) => `<li><code>${escapeHtml(line)}</code></li>`).join('')}</ul>`}
${requirements === '' ? '' : `<h2>The whole requirements</h2><p><code>${escapeHtml(requirements)}</code></p>`}
</body>
</html>`;
}

function table({ conditions }: Analysis): string {
  const rows = conditions.map(({ step, matched, text }) => {
    const none = matched === 0;
    return `<tr${none ? ' class="none"' : ''}><th scope="row">${escapeHtml(step)}</th><td class="number">${matched ?? ''}</td><td><code>${escapeHtml(text)}</code></td><td>${none ? 'no slot of the pool meets this' : ''}</td></tr>`;
  });
  return `<h2>The requirements, clause by clause</h2>
<table><thead><tr><th scope="col">Clause</th><th scope="col">Slots</th><th scope="col">Condition</th><th scope="col"></th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>`;
}

const style = `
body { padding: 8px 16px; font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground); background: var(--vscode-editor-background); }
h1 { font-size: 1.2em; font-weight: 600; }
h2 { font-size: 1em; font-weight: 600; margin-top: 1.5em; }
p { margin: 3px 0; white-space: pre-wrap; }
.warning { color: var(--vscode-editorWarning-foreground); }
code { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); }
table { border-collapse: collapse; }
th, td { padding: 3px 14px 3px 6px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--vscode-panel-border); overflow-wrap: anywhere; }
tbody th { font-weight: normal; color: var(--vscode-descriptionForeground); }
/* Narrow pages scroll sideways: words of a letter a line cannot be read. */
th, .number { white-space: nowrap; }
.number { text-align: right; }
td:nth-child(3) { min-width: 14em; }
td:nth-child(4) { min-width: 7em; }
.none td { color: var(--vscode-editorError-foreground); }
`;
