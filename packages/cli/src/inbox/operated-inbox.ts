/** Which rows, as `list` and `retry` of an inbox take it. */
export interface RowQuery {
  readonly reason?: string;
  readonly provider?: string;
  readonly scope?: string;
  readonly name?: string;
  readonly since?: Date;
  readonly until?: Date;
}

/** A row as `list` gives it. */
export interface Row {
  readonly id: string;
  readonly provider: string;
  readonly scope: string;
  readonly name: string | undefined;
  readonly dedupeKey: string;
  readonly unsignedId: string | undefined;
  readonly state: string;
  readonly reason: string | undefined;
  readonly error: string | undefined;
  readonly attempt: number;
  readonly replay: boolean;
  readonly receivedAt: Date;
}

/** A row as `get` gives it. */
export interface RowDetails extends Row {
  readonly payload: unknown;
  readonly body: Uint8Array | undefined;
  readonly issues:
    | readonly { readonly path: readonly (string | number)[]; readonly expected: string }[]
    | undefined;
  readonly nextAttemptAt: Date | undefined;
}

/**
 * What an inbox has for whoever operates it. Written out, since it may come from the project, in
 * another version than ours.
 */
export interface OperatedInbox {
  list(
    query: RowQuery & { readonly state: string; readonly limit?: number; readonly after?: string },
  ): Promise<readonly Row[]>;
  get?(id: string): Promise<RowDetails | undefined>;
  delete?(id: string): Promise<boolean>;
  retry(id: string): Promise<boolean>;
  retry(query: RowQuery): Promise<number>;
  purge(query: { readonly olderThan: Date }): Promise<number>;
  counts(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}
