/** A job's event log, as far as the matrix needs it. */

/** Numbers of the events, in order: 001 executing, 004 evicted, 005 terminated, 009 aborted, 012 held, ... */
const numbersOf = (log: string): readonly string[] =>
  [...log.matchAll(/^(\d{3}) \(/gm)].map(([, number = '']) => number);

export const countOf = (log: string, number: string): number =>
  numbersOf(log).filter((one) => one === number).length;

/** Events after which a job no longer runs on its machine. */
const ends = ['004', '005', '007', '009', '012', '024'];

/** Whether the start of that number is over. */
export function endOfStart(log: string, number: number): boolean {
  let starts = 0;
  for (const event of numbersOf(log)) {
    if (event === '001') starts++;
    if (starts > number || (starts === number && ends.includes(event))) return true;
  }
  return false;
}

/** The exit code of a job that has left the queue, or what else happened to it; undefined while it is in the queue. */
export function finalOf(log: string): number | string | undefined {
  const code = /^005 [^]*?Normal termination \(return value (\d+)\)/m.exec(log)?.[1];
  if (code !== undefined) return Number(code);
  const other = /^(005|009) [^]*?^\.\.\.$/m.exec(log)?.[0];
  if (other !== undefined) return other;
  return /^012 [^]*?^\.\.\.$/m.exec(log)?.[0];
}
