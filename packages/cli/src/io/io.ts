/** A stream to write text to, which may be a terminal. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/**
 * Everything of its process that a command touches, so that tests can run one without a process.
 */
export interface Io {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** The result alone. Everything else goes to `stderr`. */
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Aborted when the user presses Ctrl-C or the process is to end. Asking for it takes over both.
   */
  stopSignal(): AbortSignal;
}
