import type { EndSignal } from './interruption.js';

/** What running a build needs to know about where it runs. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** A terminal is attached: what is typed there reaches child processes without help. */
  readonly interactive: boolean;
  /** Calls back for each end signal until the returned function is called. */
  onEndSignal(listener: (signal: EndSignal) => void): () => void;
}
