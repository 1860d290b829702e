import { PassThrough } from 'node:stream';
import * as vscode from 'vscode';
import { formatJobId, type JobId } from '../condor/job.ts';
import type { Transport } from '../transport/transport.ts';

/**
 * Opens a terminal in a job's sandbox over the connection that is there already. script(1) gives condor_ssh_to_job the
 * terminal that it wants to see; the size is that of the beginning.
 */
export function openJobTerminal(transport: Transport, id: JobId): void {
  const name = formatJobId(id);
  const output = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  const input = new PassThrough();
  const stop = new AbortController();
  const run = async (size: vscode.TerminalDimensions | undefined): Promise<void> => {
    const { columns = 80, rows = 24 } = size ?? {};
    const command = `stty cols ${columns} rows ${rows}; exec condor_ssh_to_job -auto-retry ${name}`;
    output.fire(`Opening a shell in the sandbox of job ${name} …\r\n`);
    const stream = transport.stream(['script', '-qefc', command, '/dev/null'], {
      input,
      signal: stop.signal,
    });
    const decoder = new TextDecoder();
    for await (const bytes of stream.stdout) output.fire(decoder.decode(bytes, { stream: true }));
    const end = await stream.closed;
    if (end.kind === 'failed') output.fire(`\r\n${end.error.message}\r\n`);
    // Left open where it failed: what it said can be read then.
    const code = end.kind === 'exit' ? (end.code ?? 1) : 1;
    if (end.kind === 'exit' && code === 0) closed.fire(0);
    else output.fire(`\r\nThe session has ended (${code}). The terminal can be closed.\r\n`);
  };
  const pty: vscode.Pseudoterminal = {
    onDidWrite: output.event,
    onDidClose: closed.event,
    open: (size) => void run(size),
    close: () => stop.abort(),
    handleInput: (text) => void input.write(text),
  };
  const iconPath = new vscode.ThemeIcon('server-process');
  vscode.window.createTerminal({ name: `Job ${name}`, iconPath, pty }).show();
}
