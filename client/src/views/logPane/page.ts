/** The script inside a log pane's webview. Text from logs only ever becomes text nodes. */
import type { FromPage, PaneHeader, SourceInfo, ToPage } from './messages.ts';
import { readPaneState, type PaneState } from './paneState.ts';
import { LineList, Selection, type Level, type Line } from './lines.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: PaneState): void;
};

const rowHeight = 19;
const vscode = acquireVsCodeApi();
let list = new LineList();
let selection = new Selection(list);
const sources = new Map<string, SourceInfo>();
const kept = readPaneState(vscode.getState());
const hidden = new Set(kept?.hidden);
/** What the pane is of, once that was told. */
let of: Pick<PaneState, 'accessPoint' | 'job'> | undefined;
let shown: readonly Line[] = [];
let following = true;
let unseen = 0;
let lastTop = 0;
let scheduled = false;
/** VS Code keeps the page of a pane that is behind others running: it takes lines, and draws nothing. */
let visible = true;

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element "${id}".`);
  return element;
}
const scroll = byId('scroll');
const space = byId('space');
const rows = byId('rows');
const follow = byId('follow');
const search = byId('search') as HTMLInputElement;
const level = byId('level') as HTMLSelectElement;
const process = byId('process') as HTMLSelectElement;

window.addEventListener('message', (event: MessageEvent<ToPage>) => receive(event.data));
// Only a person scrolls up; lines that come, and a window that changes its size, do not stop the following.
scroll.addEventListener('scroll', () => {
  const atEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - rowHeight;
  if (atEnd) setFollowing(true);
  else if (scroll.scrollTop < lastTop) setFollowing(false);
  lastTop = scroll.scrollTop;
  draw();
});
new ResizeObserver(schedule).observe(scroll);
search.addEventListener('input', schedule);
level.addEventListener('change', () => {
  keep();
  schedule();
});
process.addEventListener('change', schedule);
follow.addEventListener('click', () => {
  setFollowing(!following);
  schedule();
});
byId('save').addEventListener('click', () => {
  vscode.postMessage({ kind: 'save', text: shown.map((line) => `${label(line)}\t${line.text}\n`).join('') });
});
byId('again').addEventListener('click', () => vscode.postMessage({ kind: 'again' }));
level.value = String(kept?.level ?? 1);
setFollowing(true);
vscode.postMessage({ kind: 'ready' });

function receive(message: ToPage): void {
  switch (message.kind) {
    case 'batch':
      return message.messages.forEach(receive);
    case 'begin':
      of = { accessPoint: message.accessPoint, job: message.job };
      keep();
      return begin();
    case 'header':
      return showHeader(message.header);
    case 'source':
      return addSource(message.source);
    case 'text': {
      const before = list.lines.length + list.dropped;
      list.append(message.source, message.text);
      unseen += list.lines.length + list.dropped - before;
      return schedule();
    }
    case 'note':
      list.note(message.text, message.level === 'error' ? 3 : message.level === 'warning' ? 2 : 1);
      return schedule();
    case 'visible':
      visible = message.visible;
      return schedule();
    case 'verdict':
      return showVerdict(message.good, message.text);
  }
}

/** Leaves with the editor what brings the pane back after its window is loaded again. */
function keep(): void {
  if (of !== undefined) vscode.setState({ ...of, level: Number(level.value) as Level, hidden: [...hidden] });
}

/** Forgets all lines and files; what a person has set stays. */
function begin(): void {
  list = new LineList();
  selection = new Selection(list);
  shown = [];
  unseen = 0;
  sources.clear();
  byId('sources').replaceChildren();
  process.replaceChildren(...[...process.options].slice(0, 1));
  byId('verdict').hidden = true;
  schedule();
}

function schedule(): void {
  if (scheduled || !visible) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    showProcesses();
    const place = placeOf();
    shown = selection.update({
      hidden,
      level: Number(level.value) as Level,
      search: search.value,
      process: process.value === '' ? undefined : Number(process.value),
    });
    space.style.height = `${shown.length * rowHeight}px`;
    if (following) unseen = 0;
    showFollow();
    // Drawn first: rows that are still where the end was before count as something to scroll to.
    const top = following ? endOfRows() : place();
    draw(top);
    if (top !== scroll.scrollTop) scroll.scrollTop = top;
  });
}

const endOfRows = (): number => Math.max(0, shown.length * rowHeight - scroll.clientHeight);

/** Where the line that is on top now will be, once the oldest lines have gone or a filter has changed. */
function placeOf(): () => number {
  const at = scroll.scrollTop;
  const index = Math.floor(at / rowHeight);
  const line = shown[index];
  const { dropped } = list;
  return () => {
    const now = line === undefined || shown[index] === line ? index : shown.indexOf(line);
    // When it has gone itself, the oldest that is left came after it.
    const place = now >= 0 ? now * rowHeight + (at % rowHeight) : list.dropped > dropped ? 0 : at;
    return Math.min(place, endOfRows());
  };
}

/** Offers the processes that DMTCP's lines name, once there are several. */
function showProcesses(): void {
  if (process.options.length === list.processes.size + 1) return;
  for (const pid of [...list.processes].slice(process.options.length - 1)) {
    const option = document.createElement('option');
    option.value = String(pid);
    option.textContent = `Process ${pid}`;
    process.append(option);
  }
  process.hidden = list.processes.size < 2;
}

/** Puts only the rows in sight into the page. */
function draw(top = scroll.scrollTop): void {
  const first = Math.max(0, Math.floor(top / rowHeight) - 5);
  const last = Math.min(shown.length, first + Math.ceil(scroll.clientHeight / rowHeight) + 10);
  rows.style.transform = `translateY(${first * rowHeight}px)`;
  rows.replaceChildren(...shown.slice(first, last).map(rowOf));
}

function rowOf(line: Line): HTMLElement {
  const source = sources.get(line.source);
  const row = element('div', 'row', source?.kind ?? 'note', ['', '', 'warning', 'error'][line.level] ?? '');
  const tag = element('span', 'tag');
  tag.textContent = label(line);
  tag.title = source?.name ?? '';
  const text = element('span', 'text');
  markMatches(text, line.text);
  row.append(tag, text);
  return row;
}

function markMatches(parent: HTMLElement, text: string): void {
  const wanted = search.value.toLowerCase();
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = wanted === '' ? -1 : lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    const mark = element('mark');
    mark.textContent = text.slice(at, at + wanted.length);
    parent.append(text.slice(from, at), mark);
    from = at + wanted.length;
  }
  parent.append(text.slice(from));
}

function label(line: Line): string {
  return line.source === '' ? '' : (sources.get(line.source)?.label ?? line.source);
}

function setFollowing(value: boolean): void {
  following = value;
  if (value) unseen = 0;
  showFollow();
}

function showFollow(): void {
  follow.classList.toggle('paused', !following);
  follow.textContent = following ? 'Following' : `Paused, ${unseen} new: go to the end`;
}

function addSource(source: SourceInfo): void {
  if (sources.has(source.id)) return;
  sources.set(source.id, source);
  const button = element('button', source.kind) as HTMLButtonElement;
  button.type = 'button';
  button.textContent = source.label;
  button.title = `Show or hide ${source.name}`;
  button.setAttribute('aria-pressed', String(!hidden.has(source.id)));
  button.addEventListener('click', () => {
    if (!hidden.delete(source.id)) hidden.add(source.id);
    button.setAttribute('aria-pressed', String(!hidden.has(source.id)));
    keep();
    schedule();
  });
  byId('sources').append(button);
}

function showHeader(header: PaneHeader): void {
  const badge = element('span', 'badge', header.state);
  badge.id = 'state';
  badge.textContent = `${header.title} ${header.state}`;
  const notice = byId('notice');
  notice.hidden = header.notice === undefined;
  notice.className = header.notice?.level ?? '';
  // Said aloud when it changes, not each second.
  const text = header.notice?.text ?? '';
  const said = notice.firstElementChild;
  if (said !== null && said.textContent !== text) said.textContent = text;
  byId('again').hidden = header.notice?.over !== true;
  const facts = header.facts.map(({ label: name, value }) => {
    const fact = element('span', 'fact');
    const labelElement = element('span', 'label');
    labelElement.textContent = name;
    fact.append(labelElement, value);
    return fact;
  });
  byId('facts').replaceChildren(badge, ...facts);
}

function showVerdict(good: boolean, text: string): void {
  const verdict = byId('verdict');
  verdict.hidden = false;
  verdict.className = good ? 'good' : 'bad';
  verdict.textContent = text;
  schedule();
}

function element(name: string, ...classes: readonly string[]): HTMLElement {
  const result = document.createElement(name);
  result.classList.add(...classes.filter((c) => c !== ''));
  return result;
}
