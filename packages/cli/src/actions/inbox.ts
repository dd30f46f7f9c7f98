import { openInbox, type StoreOptions } from "../inbox/open-inbox.ts";
import type { OperatedInbox, RowQuery } from "../inbox/operated-inbox.ts";
import { printDetails, printRow } from "../inbox/print-row.ts";
import type { Io } from "../io/io.ts";
import { networkReason } from "../io/network-error.ts";
import { UsageError } from "../io/usage-error.ts";
import { printable } from "../output/printable.ts";
import { writeJson, writeLine } from "../output/style.ts";

/** What every command of an inbox takes. */
export interface InboxOptions extends StoreOptions {
  readonly json?: true;
}

/** How rows are chosen. */
export interface RowOptions extends InboxOptions {
  readonly reason?: string;
  readonly provider?: string;
  readonly scope?: string;
  readonly name?: string;
  readonly since?: Date;
  readonly until?: Date;
}

/** What `flaghook inbox` does with an inbox: 0 when it was done, 1 when something was not there. */
export type Operation = (inbox: OperatedInbox, io: Io) => Promise<0 | 1>;

/** Opens an inbox, operates it, and lets go of it. */
export async function operate(options: InboxOptions, io: Io, operation: Operation): Promise<0 | 1> {
  const heard: unknown[] = []; // a client tells its events why it cannot connect, and not who waits
  let inbox: OperatedInbox | undefined;
  try {
    inbox = await openInbox(options, io, (error) => heard.push(error));
    return await operation(inbox, io);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error }); // a wrong option
    writeLine(io.stderr, `error: ${printable(reasonOf(error as Error, heard.splice(0)))}`);
    return 1;
  } finally {
    await inbox?.stop();
    const messages = new Set(heard.map((error) => (error as Error).message));
    for (const message of messages) writeLine(io.stderr, printable(message));
  }
}

/** Stores say themselves what is wrong, and quote no connection string. */
function reasonOf(failure: Error, heard: readonly unknown[]): string {
  for (const error of [...heard, failure]) {
    const reason = networkReason(error, addressOf(error));
    if (reason !== undefined) return reason;
  }
  return failure.message;
}

/** The other side, as Node's own messages end: `connect ECONNREFUSED 127.0.0.1:6379`. */
function addressOf(error: unknown): string {
  return / E[A-Z_]+ (\S+)$/.exec((error as Error).message)?.[1] ?? "the server";
}

/** A store makes what is missing, so that a mistyped name is a new, empty inbox. */
const NOTHING = "nothing is stored there: is it the right place, and the right --store-name?";

/** `flaghook inbox counts`. */
export function counts({ json }: InboxOptions): Operation {
  return async (inbox, { stdout, stderr }) => {
    const all = await inbox.counts();
    if (Object.values(all).every((count) => count === 0)) writeLine(stderr, NOTHING);
    if (json === true) writeJson(stdout, all);
    else for (const [state, count] of Object.entries(all)) writeLine(stdout, `${state.padEnd(7)}  ${count}`);
    return 0;
  };
}

/** `flaghook inbox list`: one page. */
export function list(
  options: RowOptions & { readonly state: string; readonly limit: number; readonly after?: string },
): Operation {
  const { state, limit, after, json } = options;
  return async (inbox, { stdout, stderr }) => {
    const rows = await inbox.list({
      ...queryOf(options),
      state,
      limit,
      ...(after !== undefined && { after }),
    });
    for (const row of rows) {
      if (json === true) writeJson(stdout, row);
      else printRow(row, stdout);
    }
    const last = rows.at(-1);
    if (rows.length === 0) writeLine(stderr, `nothing is ${state}`);
    else if (rows.length === limit && last !== undefined)
      writeLine(stderr, `there may be more: --after ${last.id}`);
    return 0;
  };
}

/** `flaghook inbox show`. */
export function show(id: string, { json }: InboxOptions): Operation {
  return async (inbox, io) => {
    if (inbox.get === undefined) throw tooOld("show");
    const details = await inbox.get(id);
    if (details === undefined) return notThere(id, io);
    if (json === true) {
      const { body, ...rest } = details;
      writeJson(io.stdout, { ...rest, body: body && Buffer.from(body).toString("base64") });
    } else printDetails(details, io.stdout);
    return 0;
  };
}

/** `flaghook inbox retry`: dead deliveries by their ids, or all that fit. */
export function retry(ids: readonly string[], options: RowOptions & { readonly all?: true }): Operation {
  const query = queryOf(options);
  const isBulk = options.all === true || Object.keys(query).length > 0;
  if (isBulk === ids.length > 0) {
    throw new UsageError("which ones? Give their ids; or --all, --reason and the like, for all that fit");
  }
  if (isBulk) {
    return async (inbox, { stdout }) => {
      const count = await inbox.retry(query);
      report({ retried: count }, options, `${count} will be tried again`, stdout);
      return 0;
    };
  }
  return forEach(ids, "retried", options, async (inbox, id) => inbox.retry(id));
}

/** `flaghook inbox delete`. */
export function remove(ids: readonly string[], options: InboxOptions): Operation {
  return forEach(ids, "deleted", options, async (inbox, id) => {
    if (inbox.delete === undefined) throw tooOld("delete");
    return inbox.delete(id);
  });
}

/** `flaghook inbox purge`. */
export function purge(olderThan: Date, options: InboxOptions): Operation {
  return async (inbox, { stdout }) => {
    const count = await inbox.purge({ olderThan });
    report({ purged: count }, options, `${count} purged`, stdout);
    return 0;
  };
}

function forEach(
  ids: readonly string[],
  what: string,
  { json }: InboxOptions,
  act: (inbox: OperatedInbox, id: string) => Promise<boolean>,
): Operation {
  return async (inbox, io) => {
    let code: 0 | 1 = 0;
    for (const id of ids) {
      if (!(await act(inbox, id))) code = notThere(id, io);
      else report({ id, [what]: true }, { ...(json && { json }) }, `${id} ${what}`, io.stdout);
    }
    return code;
  };
}

function report(result: object, { json }: InboxOptions, text: string, stdout: Io["stdout"]): void {
  if (json === true) writeJson(stdout, result);
  else writeLine(stdout, text);
}

function queryOf({ reason, provider, scope, name, since, until }: RowOptions): RowQuery {
  return {
    ...(reason !== undefined && { reason }),
    ...(provider !== undefined && { provider }),
    ...(scope !== undefined && { scope }),
    ...(name !== undefined && { name }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
}

function notThere(id: string, { stderr }: Io): 1 {
  writeLine(stderr, `there is no such delivery: ${id}`);
  return 1;
}

function tooOld(what: string): UsageError {
  return new UsageError(`the project's @flaghook/inbox is too old for ${what}: update it`);
}
