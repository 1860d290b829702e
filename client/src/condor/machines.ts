import type { PoolMachines } from '../dmtcp/poolFit.ts';
import type { Transport } from '../transport/transport.ts';
import { runTool, toolFailed } from './tool.ts';

/** The pool's slots by architecture and system, most first. Throws CondorError or TransportError. */
export async function poolMachines(
  transport: Transport,
  signal?: AbortSignal,
): Promise<readonly PoolMachines[]> {
  const argv = ['condor_status', '-af', 'Arch', 'OpSysAndVer'];
  const result = await runTool(transport, argv, { timeoutMs: 30_000, signal });
  if (result.code !== 0) throw toolFailed(argv, result);
  const slots = new Map<string, number>();
  for (const [line] of result.stdout.matchAll(/^\S+ \S+$/gm)) slots.set(line, (slots.get(line) ?? 0) + 1);
  return [...slots]
    .map(([line, count]) => {
      const [arch = '', system = ''] = line.split(' ');
      return { arch, system, slots: count };
    })
    .sort((a, b) => b.slots - a.slots);
}

/** The Arch that condor_submit of an access point asks for where `requirements` name none; undefined where it does not say. */
export async function impliedArch(transport: Transport, signal?: AbortSignal): Promise<string | undefined> {
  const argv = ['condor_config_val', 'ARCH'];
  const { code, stdout } = await runTool(transport, argv, { timeoutMs: 30_000, signal });
  return code === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
