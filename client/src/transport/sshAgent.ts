/** An agent of which only some keys are offered: those of the key files (ssh_config's IdentitiesOnly). */
import { readFile } from 'node:fs/promises';
import type { BaseAgent, ParsedKey } from 'ssh2';
import type { Ssh2 } from './sshAuth.ts';

/** The agent behind a socket, without the keys that none of the files is a half of. */
export async function fileKeysOfAgent(
  ssh2: Ssh2,
  socket: string,
  files: readonly string[],
): Promise<BaseAgent> {
  const allowed = new Set((await Promise.all(files.map(publicHalf))).flat());
  const agent = ssh2.createAgent(socket);
  return new (class extends ssh2.BaseAgent {
    getIdentities(callback: Parameters<typeof agent.getIdentities>[0]): void {
      agent.getIdentities((error, keys) => {
        if (keys === undefined) callback(error ?? undefined);
        else
          callback(
            undefined,
            keys.filter((key) => allowed.has(wireForm(ssh2, key))),
          );
      });
    }
    // As it is: ssh2 calls it with and without options.
    override readonly sign: BaseAgent['sign'] = agent.sign.bind(agent);
  })();
}

function wireForm(ssh2: Ssh2, key: unknown): string {
  if (Buffer.isBuffer(key)) return key.toString('base64');
  if (typeof key === 'object' && key !== null && 'getPublicSSH' in key)
    return (key as ParsedKey).getPublicSSH().toString('base64');
  const parsed: unknown = ssh2.utils.parseKey(key as string);
  return parsed instanceof Error ? '' : (parsed as ParsedKey).getPublicSSH().toString('base64');
}

/** The public key of a key file, or of the `.pub` beside it, as base64; nothing where there is none. */
async function publicHalf(file: string): Promise<readonly string[]> {
  const texts = await Promise.all(
    [file, `${file}.pub`].map((name) => readFile(name, 'latin1').catch(() => '')),
  );
  return texts.flatMap((text) => {
    const line = /^(?:ssh-|ecdsa-|sk-)\S+ ([A-Za-z0-9+/=]+)/m.exec(text)?.[1];
    return line ?? publicPartOf(text) ?? [];
  });
}

/** OpenSSH's private key files have the public key in clear, whatever their passphrase (PROTOCOL.key). */
function publicPartOf(text: string): string | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(text)?.[1];
  if (body === undefined) return undefined;
  const bytes = Buffer.from(body, 'base64');
  let at = 15;
  const next = (): Buffer | undefined => {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + bytes.readUInt32BE(at);
    const part = bytes.subarray(at + 4, end);
    at = end;
    return part;
  };
  // cipher, key derivation and its options, then the number of keys.
  for (let i = 0; i < 3; i++) next();
  at += 4;
  return next()?.toString('base64');
}
