import type { ToPage } from './messages.ts';

/** What is said within so many milliseconds goes in one message: more often nobody sees it. */
const gatherMs = 50;
/** So many UTF-16 units that wait hold back whoever adds to them. */
const maxWaiting = 2_000_000;

/** Gathers messages to the page: each crosses to another process, which thousands a second would choke. */
export class Outbox {
  private waiting: ToPage[] = [];
  private size = 0;
  private sending: Promise<void> | undefined;

  constructor(private readonly post: (message: ToPage) => PromiseLike<unknown>) {}

  /** Settles at once, or when there is room for more. What follows is never sent before. */
  add(message: ToPage): Promise<void> {
    const last = this.waiting.at(-1);
    if (message.kind === 'text' && last?.kind === 'text' && last.source === message.source) {
      this.waiting[this.waiting.length - 1] = { ...last, text: last.text + message.text };
    } else {
      this.waiting.push(message);
    }
    this.size += message.kind === 'text' ? message.text.length : 1000;
    this.sending ??= this.send();
    return this.size > maxWaiting ? this.sending : Promise.resolve();
  }

  private async send(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    const messages = this.waiting;
    this.waiting = [];
    this.size = 0;
    try {
      // Until it has arrived: a page that is behind holds back the files.
      await this.post({ kind: 'batch', messages });
    } catch {
      // The pane was closed meanwhile: nobody wants it any more.
    }
    this.sending = this.waiting.length === 0 ? undefined : this.send();
  }
}
