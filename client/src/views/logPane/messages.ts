/** What the extension and the page of a log pane say to each other. Imports nothing: both sides bundle it. */

/** One followed file. `id` is unique in the pane. */
export interface SourceInfo {
  readonly id: string;
  /** Short, for the margin. */
  readonly label: string;
  /** The file's whole name. */
  readonly name: string;
  /** Decides the colour and the default visibility. */
  readonly kind: 'output' | 'shim' | 'dmtcp' | 'event';
}

/** The facts above the lines. Every text is shown as it is. */
export interface PaneHeader {
  readonly title: string;
  /** "running", "idle", ...: also the CSS class of the badge. */
  readonly state: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Why nothing comes at the moment, and what to do; shown whole, however narrow the pane is. */
  readonly notice?: {
    readonly level: 'info' | 'warning' | 'error';
    readonly text: string;
    /** Nothing more is tried by itself: a button tries again. */
    readonly over?: boolean;
  };
}

export type ToPage =
  /** What follows is told from its beginning: what was told before, perhaps to a page that is gone, is void. */
  | { readonly kind: 'begin'; readonly accessPoint: string; readonly job: string }
  /** Several at a time, in order: thousands of lines a second are no thousands of messages. */
  | { readonly kind: 'batch'; readonly messages: readonly ToPage[] }
  | { readonly kind: 'header'; readonly header: PaneHeader }
  | { readonly kind: 'source'; readonly source: SourceInfo }
  /** Decoded text of one file, in order; lines may be cut anywhere. */
  | { readonly kind: 'text'; readonly source: string; readonly text: string }
  /** A line of the pane's own: a start, an eviction, a truncation, a problem. */
  | { readonly kind: 'note'; readonly level: 'info' | 'warning' | 'error'; readonly text: string }
  /** Whether the pane can be seen. */
  | { readonly kind: 'visible'; readonly visible: boolean }
  | { readonly kind: 'verdict'; readonly good: boolean; readonly text: string };

export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'save'; readonly text: string }
  /** The person wants to try what failed again. */
  | { readonly kind: 'again' };
