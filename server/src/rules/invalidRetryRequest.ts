import { parseExpression, readSize, walkExpression } from '../submit/index.ts';
import { readsRetryRequest } from './retryRequest.ts';
import type { Finding, Rule } from './rule.ts';
import type { CheckedSetting } from './settings.ts';
import { checkedSetting, partSpan, writtenName } from './settings.ts';
import { excerpt } from './words.ts';

export const invalidRetryRequest: Rule = {
  code: 'invalid-retry-request',
  severity: 'error',
  summary: 'Requests for a retry that are no sizes, or do not grow.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const given = (name: string): CheckedSetting | undefined => {
        const checked = checkedSetting(submission, name);
        return checked?.known === true && readsRetryRequest(checked, context) ? checked : undefined;
      };
      const memory = given('retry_request_memory');
      const disk = given('retry_request_disk');
      if (disk !== undefined) yield* listFindings(disk, 1024);
      if (memory !== undefined) {
        yield* listFindings(memory, 1024 ** 2);
        continue;
      }
      const most = given('retry_request_memory_max');
      const increase = given('retry_request_memory_increase');
      if (most !== undefined) yield* listFindings(most, 1024 ** 2);
      if (increase !== undefined && !isIncrease(increase.value)) yield increaseFinding(increase);
    }
  },
};

const isIncrease = (value: string): boolean => {
  const size = readSize(value);
  if (size !== undefined) return size.number > 0;
  const parsed = parseExpression(value);
  if (parsed.kind === 'failed') return false;
  let refers = false;
  walkExpression(parsed.expression, (node) => {
    if (node.kind !== 'attribute' || node.name.toLowerCase() !== 'requestmemory') return;
    const { scope } = node;
    refers ||= scope === undefined || (scope.kind === 'attribute' && scope.name.toLowerCase() === 'my');
  });
  return refers;
};

const increaseFinding = ({ setting, value }: CheckedSetting): Finding => ({
  ...partSpan(setting.assignment, value, 0, value.length),
  message: `Expected a size above 0, or an expression with RequestMemory such as 'RequestMemory * 2', for '${writtenName(setting)}', found '${excerpt(value)}'.`,
});

const units: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** Sizes with commas between them, in units of `base` bytes; the last item can be an expression. */
const listFindings = function* ({ setting, value }: CheckedSetting, base: number): Iterable<Finding> {
  const item = /\s*(-?\d+(?:\.\d*)?)\s*([KMGT]?)B?\s*(?:,\s*|$)/iy;
  const sizes: { readonly size: number; readonly start: number; readonly end: number }[] = [];
  let from = 0;
  while (from < value.length) {
    item.lastIndex = from;
    const match = item.exec(value);
    if (match === null) break;
    const bytes = Number(match[1]) * (units[(match[2] ?? '').toUpperCase()] ?? base);
    const start = from;
    from = item.lastIndex;
    // HTCondor counts in whole units, rounded up.
    sizes.push({
      size: Math.trunc((bytes + base - 1) / base),
      start,
      end: value.slice(0, from).trimEnd().length,
    });
  }
  if (from < value.length && parseExpression(value.slice(from)).kind === 'failed') {
    const found = excerpt(value.slice(from), 30);
    yield {
      ...partSpan(setting.assignment, value, from, value.length),
      message: `Expected sizes such as '4GB, 8GB' for '${writtenName(setting)}', found '${found}'.`,
    };
    return;
  }
  for (const [index, { size, start, end }] of sizes.entries()) {
    if (sizes.length < 2 || size > (sizes[index - 1]?.size ?? 0)) continue;
    const before = index === 0 ? 'more than 0' : 'more than the size before it';
    const found = value.slice(start, end).replace(/,$/, '').trim();
    yield {
      ...partSpan(setting.assignment, value, start, end),
      message: `Each retry asks for more than the last: expected ${before}, found '${found}'.`,
    };
    return;
  }
};
