import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseOverrides } from '../../client/src/overrides.ts';

describe('parseOverrides', () => {
  const lines = (text: string): readonly string[] => {
    const result = parseOverrides(text);
    assert.ok(result.kind === 'lines', JSON.stringify(result));
    return result.lines;
  };
  it('splits at semicolons outside of quotes', () => {
    assert.deepEqual(lines(' request_memory = 2G ; +Name = "a; \\"b\\"";; MY.x=1;'), [
      'request_memory = 2G',
      '+Name = "a; \\"b\\""',
      'MY.x=1',
    ]);
    assert.deepEqual(lines(''), []);
    assert.deepEqual(lines('requirements = TARGET.OpSys == "LINUX" && x =?= y'), [
      'requirements = TARGET.OpSys == "LINUX" && x =?= y',
    ]);
  });
  it('says what is no command', () => {
    for (const text of ['request_memory 2G', '= 2', '-x = 1', 'a = 1; b', 'a = 1\nqueue 5', '$(x) = 1'])
      assert.equal(parseOverrides(text).kind, 'bad', text);
  });
  it('takes any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '=', ';', '"', '\\', ' ', '+'), maxLength: 30 }),
        (text) => {
          const result = parseOverrides(text);
          if (result.kind === 'lines') for (const line of result.lines) assert.match(line, /=/);
        },
      ),
    );
  });
});
