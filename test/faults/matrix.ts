/** `npm run test:faults`: runs cells and prints their table. */
import { parseArgs } from 'node:util';
import { nameOf, runCell, type Cell, type CellResult } from './cell.ts';
import { prepareDmtcp } from './dmtcp.ts';
import { faultNames } from './faults.ts';
import type { Driver } from './job.ts';
import { poolUnavailable } from '../pool/pool.ts';
import { poolDriver } from './poolDriver.ts';
import { programNames } from './programs.ts';
import { printTable } from './report.ts';
import { privateTmpUnavailable } from '../support/privateTmp.ts';
import { sandboxDriver } from './sandboxDriver.ts';

const help = `npm run test:faults -- [options]
  --driver sandbox|pool    sandboxes imitated on this machine (default), or jobs in a real HTCondor pool
  --dmtcp standin|DIR      DMTCP to use (default: DMTCP_ROOT, else the stand-in of test/standin)
  --own-library            pool: programs bring this machine's C library along, where DMTCP cannot checkpoint the pool's
  --cells A/B ...          programs and faults, "*" for all: "counter/*" "*/vacate" (default: "*/*")
  --seed N                 repeats the random moments of an earlier run
  --parallel N             cells at a time
Programs: ${programNames.join(' ')}
Faults:   ${faultNames.join(' ')}
`;

/** Returns the exit code: 0 when no cell has failed and one has passed. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      driver: { type: 'string', default: 'sandbox' },
      dmtcp: { type: 'string', default: process.env['DMTCP_ROOT'] ?? 'standin' },
      'own-library': { type: 'boolean', default: false },
      cells: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string' },
      parallel: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const chosen = [...values.cells, ...positionals];
  const cells = cellsOf(chosen.length > 0 ? chosen : ['*/*']);
  if (values.help || cells.length === 0 || !['sandbox', 'pool'].includes(values.driver)) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  const unavailable = values.driver === 'pool' ? poolUnavailable() : privateTmpUnavailable();
  if (unavailable !== undefined) {
    console.log(`Nothing was run: ${unavailable}.`);
    return 2;
  }
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const dmtcp = prepareDmtcp(values.dmtcp);
  const driver =
    values.driver === 'pool' ? await poolDriver({ ownLibrary: values['own-library'] }) : sandboxDriver();
  console.log(`${cells.length} cells, driver ${driver.name}, ${dmtcp.name}, --seed ${seed}`);
  try {
    const results = await runAll(cells, driver, Number(values.parallel ?? driver.parallel), (cell) =>
      runCell(cell, { driver, dmtcp, seed }),
    );
    return printTable(results, `${dmtcp.name}, driver ${driver.name}, seed ${seed}`);
  } finally {
    await driver.stop();
  }
}

/** Cells by patterns, each once, in the matrix's order. */
export function cellsOf(patterns: readonly string[]): readonly Cell[] {
  const matches = (pattern: string, { program, fault }: Cell): boolean => {
    const [first = '*', second = '*'] = pattern.split('/');
    return (first === '*' || first === program) && (second === '*' || second === fault);
  };
  return programNames
    .flatMap((program) => faultNames.map((fault): Cell => ({ program, fault })))
    .filter((cell) => patterns.some((pattern) => matches(pattern, cell)));
}

/** Some at a time; those that need the whole machine afterwards, alone. */
export async function runAll(
  cells: readonly Cell[],
  driver: Driver,
  parallel: number,
  run: (cell: Cell) => Promise<CellResult>,
): Promise<readonly CellResult[]> {
  const results: CellResult[] = [];
  const work = async (queue: Cell[]): Promise<void> => {
    for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
      const result = await run(cell);
      results.push(result);
      const { verdict, evidence, seconds, whole } = result;
      if (whole === true) continue; // the table says it
      console.log(
        `${verdict.padEnd(6)} ${nameOf(result)} (${seconds.toFixed(1)} s)${evidence && `: ${evidence}`}`,
      );
    }
  };
  const together = cells.filter((cell) => !driver.alone(cell.fault));
  await Promise.all(Array.from({ length: parallel }, () => work(together)));
  await work(cells.filter((cell) => driver.alone(cell.fault)));
  return results;
}
