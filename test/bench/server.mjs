// Speed and memory of the language core, against a peer and the limits of the machine: `node test/bench/server.mjs`.
// Everything runs in this process, interleaved; medians of the rounds. Only ratios count: the machine is shared.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import jsonService from 'vscode-json-languageservice';
import { bundleParts, median } from './parts.mjs';
import { jsonText, manyQueues, submitText } from './submitText.mjs';

const rounds = Number(process.argv[2] ?? 15);
/** Calls in a row per round: each contender pays for its own garbage. */
const calls = 5;
const megabyte = 1 << 20;

const parts = await bundleParts(
  'server.mjs',
  `export { nodeOptions } from "./server/src/protocol.ts";
   export { checkFile, checkText } from "./server/src/rules/check.ts";
   export { parse } from "./server/src/submit/index.ts";`,
);
const { checkFile, checkText, nodeOptions, parse } = await import(parts);

/** Milliseconds of one call. */
const timed = async (run) => {
  const start = performance.now();
  await run();
  return performance.now() - start;
};

/** A copy that shares nothing with the text: V8 keeps hashes and flattened forms with a string. */
const fresh = (text) => Buffer.from(text).toString();

const scan = (text) => {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
  return sum;
};

const { getLanguageService, TextDocument } = jsonService;
const json = getLanguageService({});
const version23 = { version: { major: 23, minor: 9, patch: 6 } };
const texts = {
  submit: submitText(megabyte),
  queues: manyQueues(megabyte),
  json: jsonText(megabyte),
  ten: submitText(10 * megabyte),
};

const contenders = {
  'charCodeAt scan': [texts.submit, scan],
  'vscode-json-languageservice parse + doValidation': [
    texts.json,
    (text) => {
      const document = TextDocument.create('test:a.json', 'json', 1, text);
      return json.doValidation(document, json.parseJSONDocument(document), { schemaValidation: 'ignore' });
    },
  ],
  parse: [texts.submit, (text) => parse(text)],
  'parse + rules': [texts.submit, (text) => checkText(text)],
  'parse + rules, many queue statements (23.9.6)': [texts.queues, (text) => checkText(text, version23)],
  'parse + rules, 10 MB': [texts.ten, (text) => checkText(text)],
};

const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let round = -3; round < rounds; round++) {
  for (const [name, [text, run]] of Object.entries(contenders)) {
    if (text === texts.ten && round % 5 !== 0) continue;
    const copies = Array.from({ length: text === texts.ten ? 1 : calls }, () => fresh(text));
    const time = await timed(() => copies.forEach((copy) => run(copy)));
    if (round >= 0) times[name].push(time / copies.length);
  }
}

const speed = Object.fromEntries(
  Object.entries(contenders).map(([name, [text]]) => [name, text.length / 1e3 / median(times[name])]),
);
for (const [name, value] of Object.entries(speed))
  console.log(`${value.toFixed(1).padStart(7)} MB/s  ${name}`);
console.log(`diagnostics: ${checkText(texts.submit).length}, ${checkText(texts.queues, version23).length}`);

const verdict = (name, ratio, wanted) =>
  console.log(
    `${ratio.toFixed(2).padStart(7)}  ${name} (wanted ${wanted.at} ${wanted.limit})${
      (wanted.at === '>=' ? ratio >= wanted.limit : ratio <= wanted.limit) ? '' : '  MISSED'
    }`,
  );
const peer = speed['vscode-json-languageservice parse + doValidation'];
verdict('parse + rules / peer', speed['parse + rules'] / peer, { at: '>=', limit: 2 });
verdict(
  'parse + rules, many queue statements / peer',
  speed['parse + rules, many queue statements (23.9.6)'] / peer,
  { at: '>=', limit: 2 },
);
verdict('parse + rules / scan', speed['parse + rules'] / speed['charCodeAt scan'], { at: '>=', limit: 0.25 });
verdict('time of 10 MB / time of 1 MB', (10 * speed['parse + rules']) / speed['parse + rules, 10 MB'], {
  at: '<=',
  limit: 15,
});

// The first parse and check of a fresh process that is started as the client starts the server's, of 1 MB.
const program = `const { checkText } = await import(${JSON.stringify(parts)});
const { submitText } = await import(${JSON.stringify(pathToFileURL(path.resolve('test/bench/submitText.mjs')).href)});
const text = Buffer.from(submitText(${megabyte})).toString();
const { parse } = await import(${JSON.stringify(parts)});
const start = performance.now(); parse(text); const parsed = performance.now();
checkText(text); console.log(parsed - start, performance.now() - start);`;
const firsts = Array.from({ length: 5 }, () =>
  execFileSync(process.execPath, [...nodeOptions, '--input-type=module', '-e', program], { encoding: 'utf8' })
    .split(' ')
    .map(Number),
);
verdict('first parse in a fresh process, ms', median(firsts.map(([first]) => first)), {
  at: '<=',
  limit: 40,
});

// What a parse keeps, per byte of the text.
const held = `const { parse } = await import(${JSON.stringify(parts)});
const { submitText } = await import(${JSON.stringify(pathToFileURL(path.resolve('test/bench/submitText.mjs')).href)});
const text = Buffer.from(submitText(${4 * megabyte})).toString();
gc(); const before = process.memoryUsage().heapUsed;
const file = parse(text); gc();
console.log((process.memoryUsage().heapUsed - before) / text.length, file.statements.length);`;
const [bytes] = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', held], {
  encoding: 'utf8',
})
  .split(' ')
  .map(Number);
verdict('bytes kept per byte of text', bytes, { at: '<=', limit: 20 });
void checkFile;
