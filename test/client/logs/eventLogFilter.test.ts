import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { EventLogFilter } from '../../../client/src/logs/eventLogFilter.ts';

const event = (number: string, id: string, text: string): string =>
  `${number} (${id}) 2026-11-22 17:22:02 ${text}\n\tdetail\n...\n`;

it('lets through the events of one job, however the log is cut', () => {
  const log = Buffer.from(
    event('000', '012.000.000', 'Job submitted') +
      event('000', '012.001.000', 'Job submitted') +
      event('001', '012.000.000', 'Job executing on host: é') +
      event('005', '112.000.000', 'Job terminated') +
      event('005', '012.000.000', 'Job terminated'),
  );
  const wanted =
    event('000', '012.000.000', 'Job submitted').replace('...\n', '') +
    event('001', '012.000.000', 'Job executing on host: é').replace('...\n', '') +
    event('005', '012.000.000', 'Job terminated').replace('...\n', '');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (piece) => {
      const filter = new EventLogFilter({ cluster: 12, proc: 0 });
      let seen = '';
      for (let at = 0; at < log.length; at += piece) seen += filter.append(log.subarray(at, at + piece));
      assert.equal(seen, wanted);
    }),
  );
});
