import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isEncrypted } from '../../../client/src/transport/sshAuth.ts';

/** The beginning of an OpenSSH private key file with this cipher; nothing secret is in it. */
function openssh(cipher: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(cipher.length);
  const bytes = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    length,
    Buffer.from(cipher),
    Buffer.alloc(60),
  ]);
  const lines = bytes.toString('base64').replace(/(.{70})/g, '$1\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

describe('isEncrypted', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['OpenSSH, plain', openssh('none'), false],
    ['OpenSSH, encrypted', openssh('aes256-ctr'), true],
    ['OpenSSH, cut', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----', false],
    ['PEM, plain', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n', false],
    ['PEM, encrypted', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n', true],
    ['PKCS#8, encrypted', '-----BEGIN ENCRYPTED PRIVATE KEY-----\n', true],
    ['PuTTY, plain', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n', false],
    ['PuTTY, encrypted', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: aes256-cbc\n', true],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => assert.equal(isEncrypted(text), expected));
  }
});
