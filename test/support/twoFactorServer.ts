import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';

/** A test double of an SSH server: it only asks questions, and runs every command as if it had printed "in". */
export interface TwoFactorServer {
  readonly port: number;
  /** The host's public key as known_hosts has it: type and base64. */
  readonly hostKey: string;
  readonly stop: () => Promise<void>;
}

export interface Round {
  readonly title: string;
  readonly prompts: readonly { readonly prompt: string; readonly echo: boolean }[];
  /** The answers that are right. */
  readonly answers: readonly string[];
}

/**
 * Lets in who answers all rounds of questions of one keyboard-interactive login, as PAM stacks with several modules
 * ask them; sshd itself needs modules for that which Debian's base does not have.
 */
export async function startTwoFactorServer(rounds: readonly Round[]): Promise<TwoFactorServer> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error || Array.isArray(parsed)) throw new Error('no key');
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (context.method !== 'keyboard-interactive') {
        context.reject(['keyboard-interactive']);
        return;
      }
      const ask = (index: number): void => {
        const round = rounds[index];
        if (round === undefined) {
          context.accept();
          return;
        }
        context.prompt([...round.prompts], round.title, (answers) => {
          if (JSON.stringify(answers) === JSON.stringify(round.answers)) ask(index + 1);
          else context.reject(['keyboard-interactive']);
        });
      };
      ask(0);
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.write('in\n');
        channel.exit(0);
        channel.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    hostKey: `ssh-rsa ${parsed.getPublicSSH().toString('base64')}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
