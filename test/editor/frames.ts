import type { Editor } from './editor.ts';

/** Longest time between two frames of the window in so many milliseconds. */
export const longestFrame = (editor: Editor, forMs: number): Promise<number> =>
  editor.page.evaluate(
    `new Promise((resolve) => { let longest = 0; let last = performance.now(); const end = last + ${forMs};
      const frame = () => { const now = performance.now(); longest = Math.max(longest, now - last); last = now;
        if (now < end) requestAnimationFrame(frame); else resolve(longest); };
      requestAnimationFrame(frame); })`,
  );
