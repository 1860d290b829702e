/** A part of the fault matrix that touches every fault: `npm run test:faults` runs all of it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { poolUnavailable } from '../pool/pool.ts';
import { nameOf, runCell, type Cell, type CellResult } from './cell.ts';
import { prepareDmtcp } from './dmtcp.ts';
import { faultNames, type FaultName } from './faults.ts';
import type { Driver } from './job.ts';
import { cellsOf, runAll } from './matrix.ts';
import { poolDriver } from './poolDriver.ts';
import { privateTmpUnavailable } from '../support/privateTmp.ts';
import { seed } from '../support/seed.ts';
import { sandboxDriver } from './sandboxDriver.ts';

const onlyInPool: readonly FaultName[] = ['fastVacate', 'killStarter'];
const realDmtcp = process.env['DMTCP_ROOT'];

interface Part {
  readonly title: string;
  readonly dmtcp: string | undefined;
  readonly cells: readonly Cell[];
  readonly unavailable: string | undefined;
  readonly driver: () => Promise<Driver>;
}

const sandboxes = { unavailable: privateTmpUnavailable(), driver: () => Promise.resolve(sandboxDriver()) };
const parts: readonly Part[] = [
  {
    title: 'in sandboxes, with the DMTCP stand-in',
    dmtcp: 'standin',
    cells: cellsOf(['counter/*', 'reader/vacate', 'sleeper/killShim']).filter(
      ({ fault }) => !onlyInPool.includes(fault),
    ),
    ...sandboxes,
  },
  {
    title: 'in a pool, with the DMTCP stand-in',
    dmtcp: 'standin',
    cells: cellsOf(onlyInPool.map((fault) => `counter/${fault}`)),
    unavailable: poolUnavailable(),
    driver: () => poolDriver(),
  },
  {
    title: 'in sandboxes, with a real DMTCP',
    dmtcp: realDmtcp,
    cells: cellsOf(['forking/vacate', 'threads/killShim', 'reader/diskFull', 'python3/killCoordinator']),
    ...sandboxes,
    ...(realDmtcp === undefined
      ? { unavailable: 'DMTCP_ROOT is not set: no real DMTCP on this machine' }
      : {}),
  },
];

it('every fault is in it', () => {
  const touched = new Set(parts.slice(0, 2).flatMap(({ cells }) => cells.map(({ fault }) => fault)));
  assert.deepEqual(
    faultNames.filter((fault) => !touched.has(fault)),
    [],
  );
});

for (const { title, dmtcp, cells, unavailable, driver: start } of parts) {
  describe(`faults ${title}`, { timeout: 300_000 }, () => {
    let driver: Driver | undefined;
    let results: Promise<readonly CellResult[]> | undefined;
    before(async () => {
      if (unavailable !== undefined || dmtcp === undefined) return;
      driver = await start();
      const options = { driver, dmtcp: prepareDmtcp(dmtcp), seed };
      results = runAll(cells, driver, 3, (cell) => runCell(cell, options));
    });
    after(() => driver?.stop());

    for (const cell of cells) {
      it(nameOf(cell), async (t) => {
        if (results === undefined) return t.skip(unavailable);
        const result = (await results).find((one) => nameOf(one) === nameOf(cell));
        assert.ok(result !== undefined);
        if (result.verdict === 'cannot') return t.skip(result.evidence);
        const record = result.record === undefined ? '' : readFileSync(result.record, 'utf8');
        assert.equal(result.verdict, 'passed', `--seed ${seed}: ${result.evidence}\n${record}`);
      });
    }
  });
}
