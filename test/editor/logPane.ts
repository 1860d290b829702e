/** What the log pane in view shows of the lines that printers (poolJobs.ts) print. */
import type { Locator } from 'playwright-core';
import type { Editor } from './editor.ts';

export const outputLines = (editor: Editor): Locator => editor.webview().locator('.row.output .text');

/** The number of the newest line in view; 0 where there is none. */
export async function newestLine(editor: Editor): Promise<number> {
  const texts = await outputLines(editor).allInnerTexts();
  return Math.max(0, ...texts.map((text) => Number(/line (\d+) of/.exec(text)?.[1] ?? 0)));
}

/** How many lines have come since a person scrolled up. */
export async function unseenLines(editor: Editor): Promise<number> {
  const follow = await editor.webview().locator('#follow').innerText();
  return Number(/Paused, (\d+) new/.exec(follow)?.[1] ?? 0);
}
