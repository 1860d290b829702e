import type { FrameLocator, Locator, Page } from 'playwright-core';
import { until } from '../support/until.ts';

/**
 * VS Code's window, as its user sees it. Methods that act wait for what they act on, 15 s at most, then throw.
 * Methods that read tell what is there now: poll them with until().
 */
export interface Workbench {
  /** Runs a command of the palette by its whole title, such as 'DMTCP: Submit Job'. */
  run(title: string): Promise<void>;
  /** Loads the window again, as a person does it: the editor saves its state first, which it does not at once after each change. */
  reload(): Promise<void>;
  /** Opens a file of the workspace by its name or relative path, in an editor that stays. */
  openFile(name: string): Promise<void>;
  /** Puts the cursor at a line and column, counted from 1. */
  goTo(line: number, column: number): Promise<void>;
  /** Types into what has the focus, key by key: completion and closing brackets join in as for a user. */
  typeText(text: string): Promise<void>;
  /** Saves the active editor, and waits until it is no longer marked as changed. */
  save(): Promise<void>;
  undo(): Promise<void>;
  /** The lines of the active editor that are in view. */
  editorLines(): Promise<string[]>;
  /** The language mode in the status bar, such as 'HTCondor Submit'. */
  languageMode(): Promise<string>;
  /** Texts of the status bar's entries. */
  statusBar(): Promise<string[]>;
  /** The Problems panel, as read aloud: 'Error: TEXT at line 2 and character 1.' */
  problems(): Promise<string[]>;
  /** Labels of the completions offered at the cursor. */
  completions(): Promise<string[]>;
  /** The text shown when the mouse rests on a word of the active editor. */
  hover(word: string): Promise<string>;
  /** Titles of the fixes offered at the cursor; apply one by its title (the text changes a moment later). */
  fixes(): Promise<string[]>;
  applyFix(title: string): Promise<void>;
  /** Texts of the notifications in view. */
  notifications(): Promise<string[]>;
  /** Waits for a notification that contains `text`, and presses a button of it when one is named. */
  notification(text: string, button?: string, timeoutMs?: number): Promise<string>;
  clearNotifications(): Promise<void>;
  /** What the box at the top asks: title, prompt and place holder. */
  question(): Promise<string>;
  /** Answers the box at the top with a text. */
  answer(text: string): Promise<void>;
  /** Answers VS Code's own file dialog (a box at the top that holds a path) with an absolute path. */
  answerPath(file: string): Promise<void>;
  /** Chooses from the box at the top. */
  pick(label: string): Promise<void>;
  /** Waits for a modal dialog; its text. Answered by the button's text. */
  dialog(): Promise<string>;
  answerDialog(button: string): Promise<void>;
  /** Shows a view container by its name in the activity bar. */
  openView(container: string): Promise<void>;
  /** Rows of a tree view that is open, by the view's name; label and description, separated by a space. */
  treeRows(view: string): Promise<string[]>;
  treeRow(view: string, text: string): Locator;
  /** Chooses from the menu of a tree's row. */
  treeAction(view: string, row: string, title: string): Promise<void>;
  /** Chooses from the menu of a row of any list. */
  menuAction(row: Locator, title: string): Promise<void>;
  /** The lines in view of an output channel. */
  output(channel: string): Promise<string[]>;
  /** The document inside the webview that is in view. */
  webview(): FrameLocator;
}

const timeout = 15_000;
/** VS Code shows spaces as no-break spaces, and some icons as private characters. */
const plain = (text: string) =>
  text
    .replace(/\u00a0/g, ' ')
    .replace(/[\u200b\ue000-\uf8ff]/g, '')
    .trim();
const plainRow = (text: string) => plain(text.replace(/\s*\n\s*/g, ' '));
const exactly = (text: string) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);

/** What is used of an element of the window: the types of the DOM are not part of this project. */
interface ScreenElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly top: number };
  querySelector(selector: string): ScreenElement | null;
}

/** An element's text; its name for those who listen; for a row of a tree, its label and description. */
interface Seen {
  readonly text: string;
  readonly label: string;
  readonly words: string;
}

/** Elements in the order of the screen: VS Code reuses elements, so the document's order is another. */
async function inOrder(elements: Locator): Promise<readonly Seen[]> {
  const found = await elements.evaluateAll((all: readonly ScreenElement[]) =>
    all.map((one) => ({
      top: one.getBoundingClientRect().top,
      text: one.textContent ?? '',
      label: one.getAttribute('aria-label') ?? '',
      words: ['.label-name', '.label-description']
        .map((part) => one.querySelector(part)?.textContent ?? '')
        .join(' '),
    })),
  );
  return found
    .sort((a, b) => a.top - b.top)
    .map(({ text, label, words }) => ({ text: plain(text), label: plainRow(label), words: plainRow(words) }));
}
const texts = async (elements: Locator) => (await inOrder(elements)).map(({ text }) => text);

/** Acts again every second until the element is as wished: for what VS Code drops when it is busy. */
async function repeat(
  act: () => Promise<void>,
  element: Locator,
  state: 'visible' | 'hidden',
): Promise<void> {
  const deadline = Date.now() + timeout;
  for (;;) {
    try {
      await act();
      await element.waitFor({ state, timeout: 1_000 });
      return;
    } catch (error) {
      if ((await element.isVisible()) === (state === 'visible')) return;
      if (Date.now() > deadline) throw error;
    }
  }
}

const succeeds = (action: Promise<void>): Promise<boolean> =>
  action.then(
    () => true,
    () => false,
  );

export function workbench(page: Page): Workbench {
  const box = page.locator('.quick-input-widget:visible');
  const boxRow = (label: string, state = '') =>
    box
      .locator(`.monaco-list-row${state}`)
      .filter({ has: page.locator('.label-name', { hasText: exactly(label) }) });
  const focused = (label: string) => boxRow(label, '.focused').first();
  const editor = page.locator('.editor-group-container.active .editor-instance');
  const toasts = page.locator('.notifications-toasts .notification-list-item');
  const modal = page.locator('.monaco-dialog-box');
  const fixRows = page.locator('.action-widget .monaco-list-row.action');
  const pane = (view: string) =>
    page
      .locator('.pane')
      .filter({ has: page.locator(`.pane-header[aria-label^="${view}"]`) })
      .first();
  const treeRow = (view: string, text: string) =>
    pane(view).locator('.monaco-list-row', { hasText: text }).first();

  const menuAction = async (row: Locator, title: string) => {
    const item = page.locator('.context-view .action-label', { hasText: exactly(title) });
    // For a moment the menu ignores the mouse's button, as the press that opened it may not have ended;
    // and it closes when the list below it changes.
    await until(
      `the menu takes "${title}"`,
      async () => {
        if (!(await item.isVisible())) await row.click({ button: 'right', timeout });
        return (
          (await succeeds(item.click({ timeout: 1_000 }))) &&
          succeeds(item.waitFor({ state: 'hidden', timeout: 1_000 }))
        );
      },
      { timeoutMs: timeout },
    );
  };
  /** Opens the box at the top by its key, and types into it. A key that is pressed while a webview loads is lost. */
  const ask = async (key: string, text: string, timeoutMs = timeout) => {
    const input = box.locator('input.input');
    if (!(await input.isVisible())) {
      await page.keyboard.press(key);
      await input.waitFor({ timeout: timeoutMs });
    }
    await input.fill(text, { timeout: timeoutMs });
  };
  /** Chooses a row. Not by the mouse: rows move while the list is being filtered, and a tooltip may lie over them. */
  const choose = async (label: string, timeoutMs: number) => {
    await boxRow(label).first().waitFor({ timeout: timeoutMs });
    for (let row = 0; !(await focused(label).isVisible()); row++) {
      if (row > 40) throw new Error(`${label} is not among the first rows`);
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
  };
  /** Asks, and chooses; again from the start when the box did not open, or was cleared by what came late. */
  const askAndPick = async (key: string, text: string, label: string) => {
    const deadline = Date.now() + 2 * timeout;
    for (;;) {
      try {
        await ask(key, text, timeout / 3);
        await choose(label, timeout / 3);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  };
  const run = (title: string) => askAndPick('F1', `>${title}`, title);
  const openFixes = async () => {
    await repeat(() => page.keyboard.press('Control+.'), fixRows.first(), 'visible');
    return texts(fixRows);
  };

  return {
    run,
    async reload() {
      await Promise.all([page.waitForEvent('load', { timeout: 60_000 }), run('Developer: Reload Window')]);
      await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 30_000 });
    },
    async openFile(name) {
      const base = name.slice(name.lastIndexOf('/') + 1);
      await askAndPick('Control+P', name, base);
      await page.locator(`.tab.active[data-resource-name="${base}"]`).waitFor({ timeout });
      await editor.locator('.view-line').first().waitFor({ timeout });
    },
    async goTo(line, column) {
      await ask('Control+G', `:${line}:${column}`);
      await page.keyboard.press('Enter');
      await box.waitFor({ state: 'hidden', timeout });
    },
    typeText: (text) => page.keyboard.type(text),
    async save() {
      await page.keyboard.press('Control+S');
      await page.locator('.tab.active:not(.dirty)').waitFor({ timeout });
    },
    undo: () => page.keyboard.press('Control+Z'),
    editorLines: () => texts(editor.locator('.view-lines .view-line')),
    async languageMode() {
      return plain(await page.locator('[id="status.editor.mode"]').innerText({ timeout }));
    },
    async statusBar() {
      return (await page.locator('.statusbar-item').allInnerTexts()).map(plainRow).filter(Boolean);
    },
    async problems() {
      const panel = page.locator('.markers-panel:visible');
      if ((await panel.count()) === 0) await run('Problems: Focus on Problems View');
      await panel.waitFor({ timeout });
      const rows = (await inOrder(panel.locator('.monaco-list-row'))).map(({ label }) => label);
      return rows.filter((label) => !/^\d+ problems in file /.test(label));
    },
    async completions() {
      const rows = page.locator('.suggest-widget.visible .monaco-list-row');
      // Typing may have asked already, and what it is answered replaces, or closes, what is shown.
      if (!(await rows.first().isVisible())) {
        await repeat(() => page.keyboard.press('Control+Space'), rows.first(), 'visible');
      }
      return texts(rows.locator('.label-name'));
    },
    async hover(word) {
      await editor.locator('.view-line span span', { hasText: word }).first().hover({ timeout });
      const shown = page
        .locator('.monaco-hover:visible')
        .filter({ has: page.locator('.hover-row') })
        .first();
      return plain(await shown.innerText({ timeout }));
    },
    async fixes() {
      const titles = await openFixes();
      await page.keyboard.press('Escape');
      return titles;
    },
    async applyFix(title) {
      const index = (await openFixes()).indexOf(title);
      if (index < 0) throw new Error(`no fix "${title}" is offered here`);
      for (let i = 0; i < index; i++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await fixRows.first().waitFor({ state: 'hidden', timeout });
    },
    async notifications() {
      return (await toasts.locator('.notification-list-item-message').allInnerTexts()).map(plainRow);
    },
    async notification(text, button, timeoutMs = timeout) {
      const toast = toasts.filter({ hasText: text }).first();
      await toast.waitFor({ timeout: timeoutMs });
      const message = plainRow(await toast.locator('.notification-list-item-message').innerText());
      if (button !== undefined)
        await toast.locator('.monaco-button', { hasText: button }).first().click({ timeout });
      return message;
    },
    clearNotifications: () => run('Notifications: Clear All Notifications'),
    async question() {
      await box.waitFor({ timeout });
      const input = box.locator('input.input').first();
      const hint = (await input.getAttribute('placeholder')) ?? '';
      return plainRow([await box.innerText(), hint].join(' '));
    },
    async answer(text) {
      await box.locator('input.input').fill(text, { timeout });
      await page.keyboard.press('Enter');
    },
    async answerPath(file) {
      const input = box.locator('input.input');
      const idle = box.locator('.monaco-progress-container:not(.active)');
      // The dialog puts its first path into the box a moment after it opens, over what is typed by then,
      // and drops Enter while it reads the folder of the path.
      await box.locator('.monaco-list-row', { hasText: '..' }).waitFor({ timeout });
      const enter = async () => {
        await idle.waitFor({ state: 'attached', timeout: 1_000 });
        await input.fill(file, { timeout: 1_000 });
        await idle.waitFor({ state: 'attached', timeout: 1_000 });
        if ((await input.inputValue({ timeout: 1_000 })) === file) await page.keyboard.press('Enter');
      };
      await repeat(enter, box, 'hidden');
    },
    async pick(label) {
      await boxRow(label).first().waitFor({ timeout });
      // Where a pane that was loading has taken the focus, a person clicks into the box.
      await box.locator('input.input').focus({ timeout });
      await choose(label, timeout);
    },
    async dialog() {
      await modal.waitFor({ timeout });
      return plainRow(await modal.innerText());
    },
    async answerDialog(button) {
      await modal.locator('.monaco-button', { hasText: button }).first().click({ timeout });
      await modal.waitFor({ state: 'hidden', timeout });
    },
    async openView(container) {
      const label = page.locator(`.action-label[aria-label^="${container}"]`);
      const item = page.locator('.activitybar .action-item').filter({ has: label }).first();
      // A click on the icon of the container that is open would close it.
      const open = (await item.getAttribute('class', { timeout }))?.includes('checked');
      if (!open) await item.click({ timeout });
    },
    async treeRows(view) {
      const closed = pane(view).locator('.pane-header[aria-expanded="false"]:visible');
      await pane(view).waitFor({ timeout });
      if ((await closed.count()) > 0) await closed.click({ timeout });
      return (await inOrder(pane(view).locator('.monaco-list-row'))).map(({ words }) => words);
    },
    treeRow,
    treeAction: (view, row, title) => menuAction(treeRow(view, row), title),
    menuAction,
    async output(channel) {
      await run('Output: Show Output Channels...');
      await boxRow(channel).first().click({ timeout });
      const lines = page.locator('.output-view .view-lines .view-line');
      await lines.first().waitFor({ timeout });
      return texts(lines);
    },
    webview: () => page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame'),
  };
}
