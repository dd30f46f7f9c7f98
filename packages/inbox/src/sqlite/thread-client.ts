import { Worker } from "node:worker_threads";
import { here } from "#sqlite-here";
import type { LeasedRows } from "../leasing/leased-rows.ts";

/** A call to the database's thread. */
export interface ThreadCall {
  readonly id: number;
  readonly method: keyof LeasedRows;
  readonly args: readonly unknown[];
}

/** The response to a call. */
export interface ThreadResponse {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly errcode?: unknown };
}

/** The thread's first message. */
type Greeting =
  | { readonly ready: true }
  | { readonly failed: { readonly message: string; readonly errcode?: unknown } };

/** LeasedRows that live in a thread. */
export interface ThreadRows extends LeasedRows {
  /** Ends the thread at once, whatever it is doing. */
  terminate(): Promise<void>;
}

/**
 * Opens the database in a thread of its own. `undefined` where none can start, e.g. because a
 * bundler left its file behind. The next call replaces a thread that died; calls that it had not
 * acknowledged reject. Rejects when the thread runs and the database cannot be opened.
 */
export async function openThread(path: string): Promise<ThreadRows | undefined> {
  const first = await connect(path);
  if (first === undefined) return undefined;
  let connection = Promise.resolve(first);
  let isClosed = false;

  async function living(): Promise<Connection> {
    const known = connection;
    const hasEnded = await known.then(
      (one) => one.hasEnded(),
      () => true,
    );
    if (hasEnded && !isClosed && known === connection) connection = reconnect(path);
    return connection;
  }

  const remote = <Method extends keyof LeasedRows>(method: Method): LeasedRows[Method] =>
    (async (...args: readonly unknown[]) => (await living()).call(method, args)) as LeasedRows[Method];

  return {
    commit: remote("commit"),
    claim: remote("claim"),
    renew: remote("renew"),
    record: remote("record"),
    nextDue: remote("nextDue"),
    list: remote("list"),
    counts: remote("counts"),
    oldestPending: remote("oldestPending"),
    get: remote("get"),
    delete: remote("delete"),
    retry: remote("retry"),
    purge: remote("purge"),
    pause: remote("pause"),
    resume: remote("resume"),
    paused: remote("paused"),
    async close() {
      isClosed = true;
      const last = await connection.catch(() => undefined);
      if (last?.hasEnded() === false) await last.call("close", []);
    },
    async terminate() {
      isClosed = true;
      const last = await connection.catch(() => undefined);
      await last?.terminate();
    },
  };
}

/** A running thread. */
interface Connection {
  call(method: keyof LeasedRows, args: readonly unknown[]): Promise<unknown>;
  hasEnded(): boolean;
  terminate(): Promise<unknown>;
}

async function reconnect(path: string): Promise<Connection> {
  const connection = await connect(path);
  if (connection === undefined)
    throw new Error("the thread of the sqlite store has ended, and no other could start.");
  return connection;
}

async function connect(path: string): Promise<Connection | undefined> {
  const thread = startWorker(path);
  if (thread === undefined) return undefined;
  const greeting = await new Promise<Greeting | undefined>((resolve) => {
    thread.once("message", resolve);
    thread.once("error", () => resolve(undefined));
    thread.once("exit", () => resolve(undefined));
  });
  if (greeting === undefined) return undefined;
  if ("failed" in greeting) {
    await thread.terminate();
    throw toError(greeting.failed);
  }
  return converse(thread);
}

function startWorker(path: string): Worker | undefined {
  try {
    return new Worker(threadFile(), { workerData: { path }, name: "flaghook-inbox" });
  } catch {
    return undefined;
  }
}

/** Beside this file, in its format: source, ES module or CommonJS. */
function threadFile(): URL {
  const extension = /\.[cm]?[jt]s$/.exec(here.split("?")[0]!)?.[0] ?? ".js";
  return new URL(`./thread${extension}`, here);
}

function converse(thread: Worker): Connection {
  const calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let ended: Error | undefined;
  thread.unref(); // an idle store must not keep the process alive

  thread.on("message", ({ id, result, error }: ThreadResponse) => {
    const waiting = calls.get(id);
    calls.delete(id);
    if (calls.size === 0) thread.unref();
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(toError(error));
  });
  thread.on("error", (error: Error) => (ended ??= error));
  thread.on("exit", () => {
    ended ??= new Error("the thread of the sqlite store has ended.");
    for (const { reject } of calls.values()) reject(ended);
    calls.clear();
  });

  function call(method: keyof LeasedRows, args: readonly unknown[]): Promise<unknown> {
    if (ended !== undefined) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      calls.set(id, { resolve, reject });
      thread.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      thread.postMessage({ id, method, args } satisfies ThreadCall);
    });
  }

  return { call, hasEnded: () => ended !== undefined, terminate: () => thread.terminate() };
}

function toError({ message, errcode }: { readonly message: string; readonly errcode?: unknown }): Error {
  return Object.assign(new Error(message), errcode === undefined ? {} : { errcode });
}
