import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  LineList,
  Selection,
  levelOf,
  maxLineLength,
  maxLines,
  maxUnits,
} from '../../../client/src/views/logPane/lines.ts';

const all = { hidden: new Set<string>(), level: 0, search: '' } as const;
const texts = (list: LineList): string[] => list.select(all).map((line) => line.text);

describe('LineList', () => {
  it('joins pieces of a line, source by source', () => {
    const list = new LineList();
    list.append('a', 'one\ntw');
    list.append('b', 'B');
    list.append('a', 'o\n');
    list.append('b', 'B\n');
    assert.deepEqual(texts(list), ['one', 'two', 'BB']);
  });
  it('shows the same lines however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z \n]{0,8}$/)), (pieces) => {
        const cut = new LineList();
        for (const piece of pieces) cut.append('s', piece);
        const whole = new LineList();
        whole.append('s', pieces.join(''));
        assert.deepEqual(texts(cut), texts(whole));
      }),
    );
  });
  it('keeps a bounded number of lines and counts the dropped ones', () => {
    const list = new LineList();
    list.append('s', 'x\n'.repeat(maxLines + 1));
    assert.equal(list.lines.length + list.dropped, maxLines + 1);
    assert.ok(list.lines.length <= maxLines);
  });
  it('keeps a bounded amount of text, however long the lines are', () => {
    const list = new LineList();
    // Lines that grow while others push them out count once.
    for (let n = 0; n < 1500; n++) {
      list.append('a', `${n} ${'x'.repeat(maxLineLength - 100)}`);
      list.append('b', `${'y'.repeat(maxLineLength)}\n`);
      if (n % 300 === 299) list.append('a', '\n');
    }
    const kept = texts(list).reduce((sum, text) => sum + text.length, 0);
    assert.ok(kept <= maxUnits && kept > maxUnits / 2, `${kept} units`);
    assert.equal(list.lines.length + list.dropped, 1505);
    list.append('a', '\n'.repeat(maxLines / 2));
    assert.ok(list.lines.length > maxLines / 2, 'short lines are not dropped for text that has gone');
  });
  it('cuts an endless line and says so', () => {
    const list = new LineList();
    list.append('s', 'x'.repeat(maxLineLength * 3));
    assert.equal(texts(list)[0]?.length, maxLineLength);
    assert.match(texts(list)[0] ?? '', /\[line cut\]$/);
  });
  it('takes colours and carriage returns out', () => {
    const list = new LineList();
    list.append('s', '\u001b[0;31mred\u001b[0m\r\n');
    assert.deepEqual(texts(list), ['red']);
  });
  it('filters by source, level and text, and always shows notes', () => {
    const list = new LineList();
    list.append('a', '[40000] ERROR at x.cpp:1\nfine\n');
    list.append('b', 'Fine too\n');
    list.note('evicted', 1);
    const select = (filter: Partial<Parameters<LineList['select']>[0]>): string[] =>
      list.select({ ...all, ...filter }).map((line) => line.text);
    assert.deepEqual(select({ level: 3 }), ['[40000] ERROR at x.cpp:1', 'evicted']);
    assert.deepEqual(select({ hidden: new Set(['a']) }), ['Fine too', 'evicted']);
    assert.deepEqual(select({ search: 'FINE' }), ['fine', 'Fine too']);
  });
  it('sets DMTCP’s dumps of the environment apart', () => {
    const list = new LineList();
    list.append('a', "[x] REASON='Program: dmtcp_launch'\n  Environment:\n    PATH=/bin;\n    ERR");
    list.append('b', '    indented output\n');
    list.append('a', 'OR=x;\n[y] Note\n    indented\n');
    assert.deepEqual(
      list.lines.map((line) => line.level),
      [1, 0, 0, 0, 1, 1, 1],
    );
  });
});

describe('a pane that shows one process', () => {
  it('shows what follows its head lines, too', () => {
    const list = new LineList();
    list.append(
      'a',
      "[40000] WARNING at f.cpp:1 in F; REASON='x'\nmore\n[40001] NOTE at g.cpp:2 in G; REASON='y'\n",
    );
    list.append('a', '[2026-11-22T16:27:24.224, 40002, 40003, Note] at h.cpp:3 in H; REASON=z\n');
    list.append('b', '[40000] is no head line\n');
    assert.deepEqual([...list.processes], [40000, 40001, 40002]);
    const of = (process: number): number => list.select({ ...all, process }).length;
    assert.deepEqual([of(40000), of(40001), of(40002), of(1)], [2, 1, 1, 0]);
  });
});

describe('Selection', () => {
  it('lets through what select does, however the list grows and the filter changes', () => {
    const step = fc.record({
      source: fc.constantFrom('a', 'b'),
      text: fc.stringMatching(/^[xyz\n]{0,12}$/),
      filter: fc.record({
        hidden: fc.constantFrom<ReadonlySet<string>>(new Set(), new Set(['a'])),
        level: fc.constant(0 as const),
        search: fc.constantFrom('', '', 'x', 'xy'),
      }),
      look: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const list = new LineList();
        const selection = new Selection(list);
        for (const { source, text, filter, look } of steps) {
          list.append(source, text);
          if (look) assert.deepEqual(selection.update(filter), list.select(filter));
        }
      }),
    );
  });
  it('goes on when the oldest lines are dropped', () => {
    const list = new LineList();
    const selection = new Selection(list);
    for (let i = 0; i < 12; i++) {
      list.append('s', 'line\n'.repeat(maxLines / 10 + 7));
      assert.equal(selection.update(all).length, list.lines.length);
    }
    assert.ok(list.dropped > 0);
  });
});

describe('levelOf', () => {
  const cases: readonly [string, number][] = [
    ["[40000] WARNING at f.cpp:226 in F; REASON='JWARNING(x) failed'", 2],
    ["[6226] ERROR at connectionmanager.cpp:1006 in first_char; REASON='JASSERT(rc == 1) failed'", 3],
    ['[2026-11-22T16:27:24.224, 40000, 40002, Error] at fileconnection.cpp:374 in refill', 3],
    ['[2026-11-22T16:27:24.224, 40000, 40002, Note] at coordinator.cpp:1 in x', 1],
    ['ASSERT at file.cpp:417: cond', 3],
    ['42', 1],
  ];
  for (const [text, level] of cases) it(text, () => assert.equal(levelOf(text), level));
});
