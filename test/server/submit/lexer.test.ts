import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineText, readLine } from '../../../server/src/submit/lexer.ts';

/** The logical lines of a text, each checked against the place it says it comes from. */
const linesOf = (text: string): readonly string[] => {
  const lines: string[] = [];
  for (let offset = 0; ;) {
    const line = readLine(text, offset, text.includes('\0'));
    if (line === undefined) return lines;
    assert.ok(line.next > offset);
    const content = lineText(line, line.from, line.to);
    if (line.pieces === undefined) assert.equal(text.slice(content.start, content.end), content.text);
    lines.push(content.text);
    offset = line.next;
  }
};

test('lines are trimmed and split at line feeds only', () => {
  assert.deepEqual(linesOf('a = 1\r\n\t b \n\n\u00a0c\n'), ['a = 1', 'b', '', '\u00a0c']);
});

test('a continuation glues without a separator', () => {
  assert.deepEqual(linesOf('X = a \\\n   b\nY=1\\\nqueue\n'), ['X = a b', 'Y=1queue']);
});

test('blanks after a backslash are ignored, two backslashes leave one', () => {
  assert.deepEqual(linesOf('X = a \\  \n b\nY = c\\\\\n d\n'), ['X = a b', 'Y = c\\d']);
});

test('a blank line ends a continuation', () => {
  assert.deepEqual(linesOf('X = a \\\n\n b\n'), ['X = a', 'b']);
});

test('a comment of its own does not continue', () => {
  assert.deepEqual(linesOf('# a \\\nY = 2\n'), ['# a \\', 'Y = 2']);
});

test('a comment in a continuation leaves its last character', () => {
  assert.deepEqual(linesOf('X = a \\\n# comment\nb\n'), ['X = a t', 'b']);
  assert.deepEqual(linesOf('X = a \\\n # why \\\n b\n'), ['X = a b']);
  const line = readLine('X = a \\\n  #   \n', 0, false);
  assert.equal(line?.source, 'X = a #');
  assert.deepEqual(line.trap, { start: 10, end: 11 });
});

test('a last line without line feed is not trimmed', () => {
  assert.deepEqual(linesOf('X = 1\n  queue '), ['X = 1', '  queue ']);
  assert.deepEqual(linesOf('X = a\\'), ['X = a\\']);
});

test('a NUL swallows the rest of its line', () => {
  assert.deepEqual(linesOf('X = a\0b\nY=2\nqueue\n'), ['X = aY=2', 'queue']);
});

test('parts of a continued line know where they are', () => {
  const text = 'X = one \\\n   two\n';
  const line = readLine(text, 0, false);
  assert.ok(line);
  const at = line.source.indexOf('two');
  const part = lineText(line, at, at + 3);
  assert.equal(text.slice(part.start, part.end), 'two');
});
