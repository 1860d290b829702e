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

export const countFrom = (first: number, length: number): readonly number[] =>
  Array.from({ length }, (_, index) => first + index);

/** The numbers of all lines of the pane in view, in their order: page by page, as a person would see them. */
export const numbers = (editor: Editor): Promise<number[]> =>
  editor
    .webview()
    .locator('#scroll')
    .evaluate(
      `(() => { const scroll = document.getElementById('scroll'); const seen = new Map(); const height = 19;
        for (let top = 0; ; top += scroll.clientHeight) {
          scroll.scrollTop = top; scroll.dispatchEvent(new Event('scroll'));
          const first = Math.max(0, Math.floor(scroll.scrollTop / height) - 5);
          [...document.querySelectorAll('.row')].forEach((row, i) => seen.set(first + i, row.textContent));
          if (scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 1) break; }
        return [...seen].sort(([a], [b]) => a - b).flatMap(([, text]) => /line (\\d+) of/.exec(text)?.slice(1).map(Number) ?? []); })()`,
    );
