import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { languageId } from '../../server/src/protocol.ts';
import { commandIds, settings, viewIds, webviewTypes } from '../../client/src/names.ts';

interface PackageJson {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly languages: readonly { readonly id: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
  };
}

const { activationEvents, contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe('package.json and client/src/names.ts', () => {
  it('name the same commands', () => {
    assert.deepEqual(sorted(contributes.commands.map((c) => c.command)), sorted(Object.values(commandIds)));
  });
  it('name the same settings', () => {
    const { section, ...keys } = settings;
    assert.deepEqual(
      sorted(Object.keys(contributes.configuration.properties)),
      sorted(Object.values(keys).map((key) => `${section}.${key}`)),
    );
  });
  it('name the same views and language', () => {
    assert.deepEqual(
      sorted(Object.values(contributes.views).flatMap((views) => views.map((v) => v.id))),
      sorted(Object.values(viewIds)),
    );
    assert.deepEqual(
      contributes.languages.map((l) => l.id),
      [languageId],
    );
  });
  it('name the same panels that come back, for which the editor starts the extension', () => {
    assert.deepEqual(
      activationEvents.filter((event) => event.startsWith('onWebviewPanel:')),
      Object.values(webviewTypes).map((type) => `onWebviewPanel:${type}`),
    );
  });
  it('menus only offer commands that exist', () => {
    const known = new Set<string>(Object.values(commandIds));
    const offered = Object.values(contributes.menus).flatMap((items) => items.map((i) => i.command));
    assert.ok(offered.length > 0);
    assert.deepEqual(
      offered.filter((command) => !known.has(command)),
      [],
    );
  });
});
