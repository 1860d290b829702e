/** What tests in an editor begin and end with. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { poolUnavailable, startPool, type Pool, type PoolOptions } from '../pool/pool.ts';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { editorUnavailable } from './installEditor.ts';

export interface SessionOptions {
  /** Names the scratch directory, and the folder of the screenshots below build/screenshots. */
  readonly name: string;
  /** What the workspace has at first: texts by file name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Another folder for the screenshots. */
  readonly screenshots?: string;
  /** Told, one line each, what takes its time. */
  readonly progress?: (line: string) => void;
}

/** One editor with the packaged extension, and what is started for it; all of it ends with end(), the last first. */
export class EditorSession {
  /** A directory that is removed at the end. */
  readonly scratch: string;
  /** The folder that is opened. No other session's has its name, which access points see. */
  readonly workspace: string;
  /** Where the editor keeps its data. */
  readonly dataDir: string;
  /** The HOME that the extension will have. */
  readonly home: string;
  readonly #screenshots: string;
  readonly #progress: Pick<PoolOptions, 'progress'>;
  readonly #ends: (() => unknown)[] = [];
  #editor: Editor | undefined;

  constructor({ name, files = {}, screenshots, progress }: SessionOptions) {
    this.scratch = mkdtempSync(path.join(os.tmpdir(), `${name}-`));
    this.atEnd(() => rmSync(this.scratch, { recursive: true, force: true, maxRetries: 3 }));
    this.workspace = path.join(this.scratch, path.basename(this.scratch));
    this.dataDir = path.join(this.scratch, 'editor');
    this.home = path.join(this.dataDir, 'home');
    this.#screenshots = screenshots ?? path.resolve('build/screenshots', name);
    this.#progress = progress === undefined ? {} : { progress };
    mkdirSync(this.workspace);
    mkdirSync(this.home, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(this.workspace, file), text);
  }

  atEnd(end: () => unknown): void {
    this.#ends.push(end);
  }

  /** A pool, started or joined. One with a name is this test's: at the end its jobs are removed. */
  async pool(options: PoolOptions = {}): Promise<Pool> {
    const pool = await startPool({ ...this.#progress, ...options });
    this.atEnd(() => pool.stop());
    if (options.name !== undefined) this.atEnd(() => pool.exec(pool.user, ['condor_rm', '-all']));
    return pool;
  }

  async open(
    settings: Readonly<Record<string, unknown>>,
    options: Partial<EditorOptions> = {},
  ): Promise<Editor> {
    const vsix = path.resolve('build/dmtcp-condor.vsix');
    assert.ok(existsSync(vsix), 'build/dmtcp-condor.vsix is there (npm run package)');
    const { workspace, dataDir } = this;
    const own = { workspace, dataDir, settings, vsix: [vsix], screenshots: this.#screenshots };
    const editor = await startEditor({ ...own, ...this.#progress, ...options });
    this.atEnd(() => editor.stop());
    this.#editor = editor;
    return editor;
  }

  /** A picture of the window as it is when something went wrong. */
  async failed(): Promise<void> {
    await this.#editor?.screenshot('failed');
  }

  async end(): Promise<void> {
    const last = this.#ends.pop();
    if (last === undefined) return;
    try {
      await last();
    } finally {
      await this.end();
    }
  }
}

export async function inSession<T>(
  options: SessionOptions,
  run: (session: EditorSession) => Promise<T>,
): Promise<T> {
  const session = new EditorSession(options);
  try {
    return await run(session);
  } catch (error) {
    await session.failed();
    throw error;
  } finally {
    await session.end();
  }
}

/** A test in an editor, skipped where what it `needs`, a pool when left out, or the editor is unavailable. */
export async function editorTest(
  t: TestContext,
  options: SessionOptions & {
    readonly needs?: readonly (() => string | undefined | Promise<string | undefined>)[];
  },
  run: (session: EditorSession) => Promise<void>,
): Promise<void> {
  for (const unavailable of [...(options.needs ?? [poolUnavailable]), editorUnavailable]) {
    const reason = await unavailable();
    if (reason !== undefined) {
      t.skip(reason);
      return;
    }
  }
  await inSession(options, run);
}
