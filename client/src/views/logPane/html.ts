import { escapeHtml } from '../jobsTable.ts';

/** The page of a log pane. Everything that changes comes by messages; nothing from a log is ever HTML. */
export function logPaneHtml(options: {
  readonly nonce: string;
  readonly cspSource: string;
  readonly scriptUri: string;
}): string {
  const csp = [
    `default-src 'none'`,
    `style-src 'nonce-${options.nonce}'`,
    `script-src 'nonce-${options.nonce}'`,
    `font-src ${options.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<title>Job logs</title>
<style nonce="${options.nonce}">${style}</style>
</head>
<body>
<header>
  <div id="facts"><span id="state" class="badge"></span></div>
  <div id="tools">
    <div id="sources" role="group" aria-label="Files shown"></div>
    <select id="level" aria-label="Lowest level shown"><option value="1">All messages</option><option value="0">Messages and environment</option><option value="2">Warnings and errors</option><option value="3">Errors</option></select>
    <select id="process" aria-label="Process shown" hidden><option value="">All processes</option></select>
    <input id="search" type="search" placeholder="Find" aria-label="Find">
    <button id="follow" type="button"></button>
    <button id="save" type="button">Save As…</button>
  </div>
</header>
<div id="notice" role="status" hidden><span></span><button id="again" type="button" hidden>Try Again</button></div>
<div id="verdict" role="status" hidden></div>
<main id="scroll" tabindex="0" aria-label="Log lines"><div id="space"><div id="rows"></div></div></main>
<script nonce="${options.nonce}" src="${options.scriptUri}"></script>
</body>
</html>`;
}

/** What a pane that cannot follow its job any more shows instead; it may load and run nothing. */
export const lostPaneHtml = (options: { readonly nonce: string; readonly text: string }): string =>
  `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${options.nonce}'">
<title>Job logs</title>
<style nonce="${options.nonce}">${style}</style>
</head>
<body>
<div id="notice" role="status" class="warning">${escapeHtml(options.text)}</div>
</body>
</html>`;

const style = `
html, body { height: 100%; margin: 0; padding: 0; overflow: hidden; }
body { display: flex; flex-direction: column; font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground); background: var(--vscode-editor-background); }
header { padding: 8px 12px 6px; border-bottom: 1px solid var(--vscode-panel-border); }
#facts { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; margin-bottom: 8px; }
#facts .fact { overflow-wrap: anywhere; }
#facts .label { white-space: nowrap; }
#facts .label { color: var(--vscode-descriptionForeground); margin-right: 5px; }
.badge { padding: 2px 9px; border-radius: 10px; font-weight: 600; color: var(--vscode-badge-foreground); background: var(--vscode-badge-background); }
.badge.running { color: #fff; background: #2b7a3d; }
.badge.held, .badge.failed, .badge.removed { color: #fff; background: #b3392f; }
.badge.completed { color: #fff; background: #2463a8; }
#tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
#sources { display: flex; flex-wrap: wrap; gap: 4px; flex-basis: 100%; }
button, select, input { font: inherit; color: inherit; border-radius: 3px; border: 1px solid var(--vscode-input-border, var(--vscode-panel-border)); padding: 2px 8px; background: var(--vscode-input-background); }
select { color: var(--vscode-dropdown-foreground); background: var(--vscode-dropdown-background); border-color: var(--vscode-dropdown-border); }
button { cursor: pointer; color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); border-color: var(--vscode-contrastBorder, transparent); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button:focus-visible, input:focus-visible, select:focus-visible, main:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
#follow.paused { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
#search { flex: 1; min-width: 8em; }
#sources button { white-space: nowrap; max-width: 20em; overflow: hidden; text-overflow: ellipsis; background: transparent; color: var(--vscode-foreground); border-color: var(--vscode-panel-border); }
#sources button[aria-pressed="false"] { opacity: 0.5; text-decoration: line-through; }
#sources button::before { content: '●'; margin-right: 5px; }
.output { --source: var(--vscode-terminal-ansiGreen); }
.shim { --source: var(--vscode-terminal-ansiBlue); }
.dmtcp { --source: var(--vscode-terminal-ansiMagenta); }
.event { --source: var(--vscode-terminal-ansiYellow); }
#sources button::before, .row .tag { color: var(--source); }
#notice { padding: 8px 12px; border-bottom: 1px solid var(--vscode-panel-border); border-left: 4px solid var(--vscode-editorInfo-foreground); overflow-wrap: anywhere; }
#notice button { margin-left: 8px; }
#notice.warning { border-left-color: var(--vscode-editorWarning-foreground); }
#notice.error { border-left-color: var(--vscode-editorError-foreground); }
#verdict { padding: 8px 12px; font-weight: 600; border-bottom: 1px solid var(--vscode-panel-border); }
#verdict.good { border-left: 4px solid #2b7a3d; background: color-mix(in srgb, #2b7a3d 18%, transparent); }
#verdict.bad { border-left: 4px solid #b3392f; background: color-mix(in srgb, #b3392f 18%, transparent); }
main { flex: 1; overflow: auto; outline: none; font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); }
#space { position: relative; }
#rows { position: absolute; left: 0; top: 0; min-width: 100%; }
.row { display: flex; height: 19px; line-height: 19px; white-space: pre; padding: 0 12px; width: max-content; min-width: 100%; box-sizing: border-box; }
.row:hover { background: var(--vscode-list-hoverBackground); }
.row .tag { flex: none; width: 11em; overflow: hidden; text-overflow: ellipsis; margin-right: 1.2em; text-align: right; }
.row.warning .text { color: var(--vscode-editorWarning-foreground); }
.row.error .text { color: var(--vscode-editorError-foreground); }
.row.note { border-top: 1px solid var(--vscode-panel-border); }
.row.note .text { font-family: var(--vscode-font-family); font-style: italic; color: var(--vscode-descriptionForeground); }
.row.note.warning .text { color: var(--vscode-editorWarning-foreground); }
.row.note.error .text { color: var(--vscode-editorError-foreground); }
@media (max-width: 450px) {
  header { padding: 6px 6px 4px; }
  .row { padding: 0 6px; }
  .row .tag { width: 5em; margin-right: 0.8em; }
  select, #search { flex: 1 1 40%; min-width: 0; }
}
mark { color: inherit; background: var(--vscode-editor-findMatchHighlightBackground); }
`;
