import assert from 'node:assert/strict';
import { checkText } from '../../../server/src/rules/check.ts';
import type { CheckOptions } from '../../../server/src/rules/check.ts';
import type { Diagnostic, FileFacts } from '../../../server/src/rules/rule.ts';
import type { FileContent } from '../../../server/src/submit/index.ts';
import { parseVersion } from '../../../server/src/submit/index.ts';

export interface CheckRuleOptions {
  readonly version?: string;
  /** Files that exist, by name; with this, every other name is missing. */
  readonly files?: Readonly<Record<string, string>>;
  /** The text after applying the first fix of the first diagnostic of the rule. */
  readonly fixed?: string;
}

/** A line of markers under a line of text: `     ^^^^ error: part of the message`. */
const markerPattern = /^( *)(\^+) (error|warning|information|hint): (.*)$/;

/**
 * Checks a fixture against the markers in it: the diagnostics of `code` are exactly those marked, at exactly the marked
 * columns. The marker lines are taken out before.
 */
export const checkRule = (code: string, fixture: string, options: CheckRuleOptions = {}): void => {
  const expected: string[] = [];
  const kept: string[] = [];
  for (const line of fixture.replace(/^\n/, '').split('\n')) {
    const marker = markerPattern.exec(line);
    if (marker === null) kept.push(line);
    else {
      const from = marker[1]?.length ?? 0;
      const to = from + (marker[2]?.length ?? 0);
      expected.push(`${kept.length}:${from}-${to} ${marker[3] ?? ''}: ${marker[4] ?? ''}`);
    }
  }
  const text = kept.join('\n');
  const found = diagnosticsOf(text, options).filter((diagnostic) => diagnostic.code === code);
  const described = found.map((diagnostic, index) => describe(text, diagnostic, expected[index]));
  assert.deepEqual(described, expected, `diagnostics of ${code} in:\n${text}`);
  if (options.fixed === undefined) return;
  const fix = found[0]?.fixes?.[0];
  assert.ok(fix, `${code} offers no fix`);
  const edits = [...fix.edits].sort((a, b) => b.start - a.start);
  const fixed = edits.reduce((t, edit) => t.slice(0, edit.start) + edit.newText + t.slice(edit.end), text);
  assert.equal(fixed, options.fixed.replace(/^\n/, ''));
};

export const diagnosticsOf = (text: string, options: CheckRuleOptions = {}): readonly Diagnostic[] => {
  const { files } = options;
  const version = parseVersion(options.version ?? '25.14.1');
  assert.ok(version);
  const readFile = (path: string): FileContent => {
    if (files === undefined) return { kind: 'unknown' };
    const content = files[path];
    return content === undefined ? { kind: 'missing' } : { kind: 'text', text: content };
  };
  const fileExists = (path: string): boolean | undefined => (files === undefined ? undefined : path in files);
  const lookAtFile = (path: string): FileFacts | undefined => {
    const content = files?.[path];
    return content === undefined ? undefined : { size: content.length, head: content.slice(0, 256) };
  };
  const checkOptions: CheckOptions = {
    version,
    readFile,
    fileExists,
    lookAtFile,
    ...(files === undefined ? {} : { listDirectory: (name) => entriesOf(files, name) }),
  };
  return checkText(text, checkOptions);
};

/** As a marker says it; the message is cut to what the marker expects of it when it holds that. */
const describe = (text: string, diagnostic: Diagnostic, expected: string | undefined): string => {
  const lineStart = text.lastIndexOf('\n', diagnostic.start - 1) + 1;
  const line = text.slice(0, lineStart).split('\n').length;
  const place = `${line}:${diagnostic.start - lineStart}-${diagnostic.end - lineStart} ${diagnostic.severity}: `;
  const wanted = expected?.startsWith(place) === true ? expected.slice(place.length) : '';
  return place + (wanted !== '' && diagnostic.message.includes(wanted) ? wanted : diagnostic.message);
};

/** What is in a directory, where `files` are all files, by their path. */
const entriesOf = (files: Readonly<Record<string, string>>, directory: string) => {
  const prefix = directory === '.' ? '' : `${directory.replace(/^\.\//, '')}/`;
  const inside = Object.keys(files).flatMap((file) =>
    file.startsWith(prefix) ? [file.slice(prefix.length)] : [],
  );
  return [...new Set(inside.map((file) => file.replace(/\/.*$/, '/')))].map((name) => ({
    name: name.replace('/', ''),
    directory: name.endsWith('/'),
  }));
};
