import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  SemanticTokens,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { JobsPreview } from '../../server/src/protocol.ts';
import { diagnosticSource, requests } from '../../server/src/protocol.ts';
import { plainJob } from './support/recipeTexts.ts';
import { opened, startServer } from './support/startServer.ts';

/** What somebody has open who runs a parameter scan under DMTCP, with settings shared by several files. */
const job = `# A scan of three masses.
# Packaged for DMTCP 4.2.
include : common.inc
name = scan
executable = shim_dmtcp
arguments = "--log shim.$(Cluster).$(Process).log --stdout $(name).$(mass).out --stderr $(name).$(mass).err ./foo $(mass) $(steps)"
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
transfer_input_files = foo, data/in.dat
kill_sig = int
requirements = (OpSysMajorVer == 13) && stringListMember(Machine, "a,b")
on_exit_remove = ExitBySignal == False && ExitCode =!= 125
log = $(name).$(Cluster).log
request_memory=2GB
request_disk = 8GB
if version >= 24.0
  max_retries = 3
endif
queue mass from (
1
2
3
)
`;

const folder = mkdtempSync(path.join(tmpdir(), 'editing '));
const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;

describe('editing a DMTCP job', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let found: readonly Diagnostic[];
  let documents = 0;

  before(async () => {
    mkdirSync(path.join(folder, 'data'));
    for (const [name, text] of Object.entries({
      'common.inc': 'steps = 1000\n',
      foo: '#!/bin/sh\n',
      'data/in.dat': '1\n',
      shim_dmtcp: '#!/bin/sh\n',
      'second.sub': 'include : common.inc\nelsewhere = $(steps)\nname = other\noutput = $(name)\nqueue\n',
    }))
      writeFileSync(path.join(folder, name), text);
    server = await startServer({ settings: { inlayHints: true }, folders: [pathToFileURL(folder).href] });
    found = (await open(job, 'job.sub')).diagnostics;
  });
  after(() => {
    server.stop();
    rmSync(folder, { recursive: true });
  });

  const open = async (text: string, name = `document${++documents}.sub`) => {
    const next = server.diagnostics();
    await server.client.sendNotification('textDocument/didOpen', opened(uriOf(name), text));
    return { uri: uriOf(name), text, diagnostics: (await next).diagnostics };
  };
  const ask = <T>(method: string, more: object = {}, uri = uriOf('job.sub')): Promise<T> =>
    server.client.sendRequest<T>(`textDocument/${method}`, { textDocument: { uri }, ...more });
  /** The position of the bar in a piece of a text that occurs once, bar left out. */
  const at = (marked: string, text = job) => {
    const offset = text.indexOf(marked.replace('|', ''));
    assert.ok(offset >= 0, marked);
    return { position: TextDocument.create('', '', 0, text).positionAt(offset + marked.indexOf('|')) };
  };
  const edited = (text: string, edits: readonly TextEdit[]): string =>
    TextDocument.applyEdits(TextDocument.create('', '', 0, text), [...edits]);
  /** Labels that are offered where the bar is in the last line of an unfinished file. */
  const offered = async (line: string): Promise<CompletionList['items']> => {
    const text = `include : common.inc\nname = scan\nexecutable = foo\n${line.replace('|', '')}\n`;
    const { uri } = await open(text);
    const place = at(line, text);
    const answer = await ask<CompletionList>('completion', place, uri);
    return answer.items;
  };
  const labels = async (line: string): Promise<readonly string[]> =>
    (await offered(line)).map(({ label }) => label);
  const includesAll = (given: readonly string[], wanted: readonly string[]): void =>
    assert.deepEqual(
      wanted.filter((label) => !given.includes(label)),
      [],
      given.join(' '),
    );
  const hoverText = async (marked: string): Promise<string> =>
    JSON.stringify((await ask<Hover | null>('hover', at(marked)))?.contents);
  const actionsAt = (marked: string, more: object = {}, text = job, uri = uriOf('job.sub')) => {
    const { position } = at(marked, text);
    return ask<CodeAction[]>(
      'codeAction',
      { range: { start: position, end: position }, context: { diagnostics: [], ...more } },
      uri,
    );
  };

  it('completes commands', async () => {
    const items = await offered('transfer_in|');
    const command = items.find(({ label }) => label === 'transfer_input_files');
    assert.match(JSON.stringify(command), /transfer_input_files = /);
  });
  it('completes values of enumerations, booleans, universes and signals', async () => {
    includesAll(await labels('when_to_transfer_output = |'), ['ON_EXIT', 'ON_EXIT_OR_EVICT', 'ON_SUCCESS']);
    includesAll(await labels('want_graceful_removal = |'), ['true', 'false']);
    includesAll(await labels('universe = |'), ['vanilla', 'docker', 'parallel']);
    includesAll(await labels('kill_sig = |'), ['SIGINT', 'SIGTERM']);
  });
  it('completes units of sizes', async () => {
    includesAll(await labels('request_disk = 4|'), ['4KB', '4MB', '4GB']);
  });
  it('completes files of the workspace', async () => {
    includesAll(await labels('transfer_input_files = |'), ['foo', 'data/', 'shim_dmtcp']);
    includesAll(await labels('transfer_input_files = foo, data/|'), ['in.dat']);
  });
  it('completes macros, with their value', async () => {
    const items = await offered('output = $(|');
    includesAll(
      items.map(({ label }) => label),
      ['Cluster', 'Process', 'name'],
    );
    assert.match(JSON.stringify(items.find(({ label }) => label === 'name')), /scan/);
  });
  it('completes macro functions, with their signatures', async () => {
    const items = await offered('output = $|');
    assert.match(
      JSON.stringify(items.find(({ label }) => label.startsWith('INT') || label.startsWith('$INT'))),
      /format/,
    );
  });
  it('completes ClassAd attributes and functions in expressions', async () => {
    includesAll(await labels('requirements = OpSys|'), ['OpSysMajorVer']);
    includesAll(await labels('requirements = stringL|'), ['stringListMember']);
  });
  it('completes the words of a queue statement', async () => {
    includesAll(await labels('queue x |'), ['from', 'in', 'matching']);
  });
  it('tells at a command what it does, its type, its default, its attribute and what it is worth here', async () => {
    const text = await hoverText('when_to_tr|ansfer_output');
    for (const part of [/output/i, /ON_EXIT/, /WhenToTransferOutput/]) assert.match(text, part);
    assert.match(await hoverText('|log = $(name)'), /scan\.\$\(Cluster\)\.log/);
  });
  it('tells at a macro its value and where it comes from', async () => {
    const text = await hoverText('$(ste|ps)');
    assert.match(text, /1000/);
    assert.match(text, /common\.inc/);
  });
  it('tells what an attribute and a function of an expression are', async () => {
    assert.match(await hoverText('(OpSysMaj|orVer'), /OpSysMajorVer/);
    assert.match(await hoverText('stringList|Member'), /stringListMember\(/);
  });
  it('shows signatures while arguments are written', async () => {
    const help = await ask<SignatureHelp>('signatureHelp', at('stringListMember(Machine, |'));
    assert.match(help.signatures[0]?.label ?? '', /stringListMember\(/);
    assert.equal(help.activeParameter, 1);
  });
  it('shows what is wrong, and where', () => {
    const signal = found.find(({ code }) => code === 'invalid-signal');
    assert.equal(signal?.severity, 1);
    assert.deepEqual(signal.range.start, at('kill_sig = |int').position);
    assert.equal(signal.source, diagnosticSource);
  });
  it('fixes one finding', async () => {
    const fix = (await actionsAt('kill_sig = i|nt')).find(({ kind }) => kind === 'quickfix');
    const edits = fix?.edit?.changes?.[uriOf('job.sub')] ?? [];
    assert.match(edited(job, edits), /^kill_sig = SIGINT$/m);
  });
  it('fixes everything that is certain', async () => {
    const only = ['source.fixAll'];
    const text = job.replace('./foo $(mass)', './foo $( mass )');
    const { uri } = await open(text);
    const [all] = await actionsAt('|name = scan', { only }, text, uri);
    const fixed = edited(text, all?.edit?.changes?.[uri] ?? []);
    assert.match(fixed, /^kill_sig = SIGINT$/m);
    assert.match(fixed, /\.\/foo \$\(mass\) /);
  });
  it('wraps a plain job with shim_dmtcp, for a private or a site-wide installation, and unwraps it', async () => {
    const text = plainJob('');
    const { uri } = await open(text);
    const wraps = (await actionsAt('executable = pro|gram', {}, text, uri)).filter(({ title }) =>
      title.startsWith('Wrap'),
    );
    assert.equal(wraps.length, 2);
    const [own = '', site = ''] = wraps.map(({ edit }) => edited(text, edit?.changes?.[uri] ?? []));
    assert.match(own, /^executable = shim_dmtcp$/m);
    assert.match(site, /--with-dmtcp /);
    const wrapped = await open(own);
    const [unwrap] = (await actionsAt('executable = shim|_dmtcp', {}, own, wrapped.uri)).filter(({ title }) =>
      title.startsWith('Unwrap'),
    );
    const back = edited(own, unwrap?.edit?.changes?.[wrapped.uri] ?? []);
    const lines = (of: string): readonly string[] => of.split('\n').sort();
    assert.deepEqual(lines(back), lines(text));
  });
  it('finds the definition of a macro in an included file', async () => {
    const [definition] = await ask<Location[]>('definition', at('$(ste|ps)'));
    assert.equal(definition?.uri, uriOf('common.inc'));
  });
  it('finds all references to a macro, also of other files', async () => {
    const places = await ask<Location[]>('references', {
      ...at('$(ste|ps)'),
      context: { includeDeclaration: true },
    });
    const files = new Set(places.map(({ uri }) => path.basename(decodeURIComponent(uri))));
    includesAll([...files], ['job.sub', 'common.inc', 'second.sub']);
  });
  it('renames a macro everywhere', async () => {
    const edit = await ask<WorkspaceEdit>('rename', { ...at('|name = scan'), newName: 'run' });
    const text = edited(job, edit.changes?.[uriOf('job.sub')] ?? []);
    assert.deepEqual(Object.keys(edit.changes ?? {}), [uriOf('job.sub')], 'second.sub has a name of its own');
    assert.doesNotMatch(text, /\$\(name\)/);
    assert.match(text, /^run = scan$/m);
    assert.match(text, /^log = \$\(run\)\.\$\(Cluster\)\.log$/m);
  });
  it('renames a macro of an included file in all files that include it', async () => {
    const edit = await ask<WorkspaceEdit>('rename', { ...at('$(ste|ps)'), newName: 'rounds' });
    includesAll(Object.keys(edit.changes ?? {}), ['job.sub', 'common.inc', 'second.sub'].map(uriOf));
  });
  it('lists symbols of the document and of the workspace', async () => {
    const symbols = await ask<DocumentSymbol[]>('documentSymbol');
    includesAll(
      symbols.map(({ name }) => name),
      ['include common.inc', 'executable', 'kill_sig'],
    );
    assert.ok(
      symbols.some(({ name }) => name.startsWith('queue')),
      symbols.map(({ name }) => name).join(),
    );
    const elsewhere = await server.client.sendRequest<SymbolInformation[]>('workspace/symbol', {
      query: 'elsewh',
    });
    assert.deepEqual(
      elsewhere.map(({ location }) => location.uri),
      [uriOf('second.sub')],
    );
  });
  it('folds comments, branches and items', async () => {
    const ranges = await ask<FoldingRange[]>('foldingRange');
    const { line: comment } = at('|# A scan').position;
    const { line: branch } = at('|if version').position;
    const { line: items } = at('|queue mass').position;
    includesAll(
      ranges.map(({ startLine }) => String(startLine)),
      [comment, branch, items].map(String),
    );
  });
  it('links to the files that it names', async () => {
    const links = await ask<DocumentLink[]>('documentLink');
    includesAll(
      links.map(({ target }) => path.basename(decodeURIComponent(target ?? ''))),
      ['common.inc', 'shim_dmtcp', 'foo', 'in.dat'],
    );
  });
  it('colours by meaning', async () => {
    const { data } = await ask<SemanticTokens>('semanticTokens/full');
    assert.ok(data.length / 5 > 30, `${data.length / 5} tokens`);
  });
  it('formats', async () => {
    const edits = await ask<TextEdit[]>('formatting', { options: { tabSize: 2, insertSpaces: true } });
    const text = edited(job, edits);
    assert.match(text, /^request_memory +=+ 2GB$/m);
    assert.equal(text.replace(/ +/g, ''), job.replace(/ +/g, ''), 'nothing but blanks changes');
  });
  it('shows what macros are worth, where wanted', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } };
    const hints = await ask<InlayHint[]>('inlayHint', { range });
    const log = hints.find(({ position }) => position.line === at('|log = $(name)').position.line);
    assert.match(JSON.stringify(log?.label), /scan/);
  });
  it('counts jobs above the queue statement, and offers to package and submit them', async () => {
    const lenses = await ask<CodeLens[]>('codeLens');
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['3 jobs', 'Package', 'Submit'],
    );
  });
  it('previews the jobs, with what collides', async () => {
    const text = job.replace('log = $(name)', 'output = $(name).out\nlog = $(name)');
    const { uri } = await open(text);
    const preview = await server.client.sendRequest<JobsPreview>(requests.previewJobs, { uri, limit: 10 });
    assert.equal(preview.total, 3);
    assert.match(preview.rows[1]?.arguments ?? '', /\.\/foo 2 1000"$/);
    assert.deepEqual(
      preview.rows.map(({ collisions }) => collisions),
      [['output'], ['output'], ['output']],
    );
  });
});
