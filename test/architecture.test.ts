/** The dependency rules of ARCHITECTURE.md, on what really ends up in each bundle. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BuildResult } from 'esbuild';
import { build } from '../scripts/build.mjs';

async function inputsOf(name: string): Promise<readonly string[]> {
  const result: BuildResult<{ metafile: true }> = await build(name, { write: false });
  const inputs = Object.keys(result.metafile.inputs);
  assert.ok(inputs.length > 1, `${name} has inputs`);
  return inputs;
}

const outside = (inputs: readonly string[], allowed: RegExp): readonly string[] =>
  inputs.filter((input) => !input.includes('node_modules') && !allowed.test(input));

describe('bundles', () => {
  it('the client takes the protocols of server and shim, nothing else of them', async () => {
    const inputs = await inputsOf('extension');
    assert.deepEqual(outside(inputs, /^client\/src\/|^(server|shim)\/src\/protocol\.ts$/), []);
  });
  for (const name of ['server', 'lint']) {
    it(`${name} holds the server alone, without ssh2`, async () => {
      const inputs = await inputsOf(name);
      assert.deepEqual(outside(inputs, /^server\/src\//), []);
      assert.deepEqual(
        inputs.filter((input) => input.includes('node_modules/ssh2')),
        [],
      );
    });
  }
  it('the shim holds the shim alone, and its version', async () => {
    const inputs = await inputsOf('shim');
    assert.deepEqual(
      inputs.filter((input) => !/^shim\/src\/|^package\.json$/.test(input)),
      [],
    );
  });
  it('a log page knows neither node nor the rest of the client', async () => {
    const inputs = await inputsOf('webview');
    assert.deepEqual(outside(inputs, /^client\/src\/views\/logPane\//), []);
  });
});
