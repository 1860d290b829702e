import { nameOf, type CellResult, type Verdict } from './cell.ts';
import { faultNames } from './faults.ts';
import { programNames } from './programs.ts';

const signs: Record<Verdict, string> = { passed: 'ok', failed: 'FAILED', cannot: '-' };

/** Prints the table of cells, what did not pass and why, and the line of counts; returns the exit code. */
export function printTable(results: readonly CellResult[], title: string): number {
  const programs = programNames.filter((name) => results.some(({ program }) => program === name));
  const faults = faultNames.filter((name) => results.some(({ fault }) => fault === name));
  const width = Math.max(...faults.map((name) => name.length));
  console.log(`\n${title}`);
  console.log([' '.repeat(width), ...programs.map((name) => name.padEnd(9))].join('  '));
  for (const fault of faults) {
    const row = programs.map((program) => {
      const result = results.find((one) => one.program === program && one.fault === fault);
      return (result === undefined ? '' : signs[result.verdict]).padEnd(9);
    });
    console.log([fault.padEnd(width), ...row].join('  ').trimEnd());
  }
  const of = (verdict: Verdict): readonly CellResult[] => results.filter((one) => one.verdict === verdict);
  for (const [reason, cells] of grouped(of('cannot'))) console.log(`- ${cells.join(' ')}: ${reason}`);
  for (const result of of('failed')) {
    const record = result.record === undefined ? '' : ` [${result.record}]`;
    console.log(`FAILED ${nameOf(result)}: ${result.evidence}${record}`);
  }
  console.log(
    `${results.length} cells: ${of('passed').length} passed, ${of('failed').length} failed, ${of('cannot').length} cannot`,
  );
  return of('failed').length > 0 || of('passed').length === 0 ? 1 : 0;
}

/** Cells of one reason together; what a program cannot do at all is one name. */
function grouped(results: readonly CellResult[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const result of results) {
    const name = result.whole === true ? `${result.program}/*` : nameOf(result);
    const cells = groups.get(result.evidence) ?? [];
    if (!cells.includes(name)) cells.push(name);
    groups.set(result.evidence, cells);
  }
  return groups;
}
