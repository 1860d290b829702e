import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Which part may import what (ARCHITECTURE.md, "Dependency rules"). test/architecture.test.ts checks the bundles too. */
const forbid = (...patterns) => ['error', { patterns }];
const noVscode = {
  group: ['vscode', 'vscode-languageclient', 'vscode-languageclient/*'],
  message: 'Only extension, config, languageClient, ui, commands/ and views/ know VS Code.',
};
const noSsh2 = { group: ['ssh2'], message: 'Only client/src/transport/ knows ssh2.' };
const noProcess = {
  group: ['node:child_process', 'child_process', 'node:cluster'],
  message: 'Only client/src/transport/ and shim/src/host/ start programs.',
};
const noNetwork = {
  group: ['node:net', 'node:http', 'node:https', 'node:tls', 'node:dgram', 'net', 'http', 'https'],
  message: 'The server never opens a network connection.',
};
const noServer = {
  regex: '(^|/)server/src/(?!protocol(\\.ts)?$)',
  message: 'Of the server, the client may import server/src/protocol.ts only.',
};
const noShim = {
  regex: '(^|/)shim/src/(?!protocol(\\.ts)?$)',
  message: 'Of the shim, the client may import shim/src/protocol.ts only.',
};
const noClient = { regex: '(^|/)client/src/', message: 'Nothing imports the client.' };
const noServerAtAll = {
  regex: '(^|/)server/src/',
  message: 'The shim and the server do not know each other.',
};
const noShimAtAll = { regex: '(^|/)shim/src/', message: 'The shim and the server do not know each other.' };
const nodeModules = {
  regex: '^(node:|fs$|path$|os$|process$)',
  message: 'submit/ is text in, data out: no node, no IO.',
};
const hostOnly = {
  regex: '^(node:|std$|os$|native$)',
  message: 'Only shim/src/host/ touches the operating system.',
};
const lsp = {
  group: ['vscode-languageserver', 'vscode-languageserver/*', 'vscode-languageserver-*'],
  message: 'submit/ is text in, data out: no LSP.',
};

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './client/src/views/logPane/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file itself.' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['client/src/**/*.ts'],
    rules: {
      'no-restricted-imports': forbid(noVscode, noSsh2, noProcess, noServer, noShim),
    },
  },
  {
    files: ['client/src/{extension,config,languageClient,ui}.ts', 'client/src/{commands,views}/**/*.ts'],
    rules: { 'no-restricted-imports': forbid(noSsh2, noProcess, noServer, noShim) },
  },
  {
    files: ['client/src/transport/**/*.ts'],
    rules: { 'no-restricted-imports': forbid(noVscode, noServer, noShim) },
  },
  {
    files: ['server/src/**/*.ts'],
    rules: { 'no-restricted-imports': forbid(noVscode, noSsh2, noProcess, noNetwork, noClient, noShimAtAll) },
  },
  {
    files: ['server/src/submit/**/*.ts'],
    rules: {
      'no-restricted-imports': forbid(
        noVscode,
        noSsh2,
        noProcess,
        noNetwork,
        noClient,
        noShimAtAll,
        nodeModules,
        lsp,
      ),
    },
  },
  {
    files: ['shim/src/**/*.ts'],
    rules: { 'no-restricted-imports': forbid(noVscode, noSsh2, noClient, noServerAtAll, hostOnly) },
  },
  {
    files: ['shim/src/host/**/*.ts'],
    rules: { 'no-restricted-imports': forbid(noVscode, noSsh2, noClient, noServerAtAll) },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test's describe/it return promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' },
          ],
        },
      ],
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
      },
    },
  },
);
