import assert from 'node:assert/strict';
import type { Pool } from './pool.ts';

/** Runs a shell script in the pool, which must succeed; what it printed, trimmed. */
export async function inPool(
  pool: Pool,
  user: string,
  script: string,
  input?: string | Buffer,
): Promise<string> {
  const { code, stdout, stderr } = await pool.exec(user, ['sh', '-c', script], input);
  assert.equal(code, 0, `${script}: ${stderr}`);
  return stdout.trim();
}
