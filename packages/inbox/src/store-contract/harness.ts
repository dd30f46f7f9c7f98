import type { WebhookEvent, Provider } from "@flaghook/core";
import type { Handler, HandlerContext } from "../handling/handler.ts";
import { createInbox } from "../lifecycle/create-inbox.ts";
import type { AcceptOptions, Inbox } from "../lifecycle/inbox.ts";
import type { InboxOptions } from "../lifecycle/inbox-options.ts";
import type { Acceptance } from "../store/state.ts";
import type { HandleLimits, Store } from "../store/store.ts";
import type { Verified } from "./deliveries.ts";

/** Node's own assertions, fetched at first use like all of Node outside the drivers. */
export const assert: Assert = process.getBuiltinModule("node:assert/strict");

type ErrorClass = new (message: string) => Error;

interface Assert {
  equal(actual: unknown, expected: unknown): void;
  notEqual(actual: unknown, expected: unknown): void;
  deepEqual(actual: unknown, expected: unknown): void;
  ok(value: unknown): void;
  match(text: string, pattern: RegExp): void;
  rejects(promise: Promise<unknown>, expected: ErrorClass | ((error: unknown) => boolean)): Promise<void>;
}

/** Adds one test to a runner: vitest's `test`, node:test's, or any other of that form. */
export type AddTest = (name: string, body: () => Promise<void>) => void;

/** An empty database or server, and stores over it as separate processes would have them. */
export interface Backend {
  /**
   * Another store over the same data. Each stands for a process of its own. Crash tests call its
   * `abandon`.
   */
  store(): Store;
  /** Lets time pass: by moving a clock where there is one, else by waiting. */
  pass(milliseconds: number): Promise<void>;
  /** Makes the lease of the one running delivery run out, as if its process had been silent. */
  expireLease(): Promise<void>;
  /**
   * Makes what is stored of a pending delivery unreadable, as a broken disk would. For a harness
   * with `isDamageable`.
   */
  damage?(id: string): Promise<void>;
  /**
   * Begins a transaction as a caller would, for `accept(…, { tx })`. For a harness with
   * `sharesTransactions`.
   */
  begin?(): Promise<Transaction>;
  /** Removes the data. */
  remove(): Promise<void>;
}

/** A transaction of the caller's. */
export interface Transaction {
  /** The arguments of `accept`. */
  readonly tx: unknown;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Gives the contract access to a kind of store. */
export interface StoreHarness {
  createBackend(): Promise<Backend>;
  /** Shortest lease that the store keeps. */
  readonly leaseMs: number;
  /** A window that is short, and long enough for a few calls to fit in. */
  readonly windowMs: number;
  /**
   * Whether each backend can `damage` what is stored. Default false: the contract does not test
   * damage.
   */
  readonly isDamageable?: boolean;
  /** Whether each backend can `begin` a transaction. Default false: the store must refuse `tx`. */
  readonly sharesTransactions?: boolean;
}

/** The arguments of one call of a handler. */
export interface Handled {
  readonly event: WebhookEvent;
  readonly context: HandlerContext;
}

/** Hands a delivery to an inbox. */
export function accept(
  inbox: Inbox,
  { verified, delivery }: Verified,
  options?: AcceptOptions,
): Promise<Acceptance> {
  return inbox.accept(verified, delivery, options);
}

/** The inboxes of one test, over one backend. */
export interface Bench {
  readonly backend: Backend;
  /** An inbox that is not started, with these handlers. */
  readonly inbox: (options?: Partial<InboxOptions>, ...on: readonly Registered[]) => Inbox;
  /** The same, started. */
  readonly worker: (options: Partial<InboxOptions>, ...on: readonly Registered[]) => Promise<Inbox>;
  /** The stores of the inboxes, in order. */
  readonly stores: readonly Store[];
  /** Kills the process that an inbox stands for, by the number of the inbox. */
  readonly crash: (inbox: number) => Promise<void>;
}

type Registered = readonly [Provider, Handler<WebhookEvent>, HandleLimits?];

/** Runs the body of a test with its own backend, and stops what it started. */
export function withBench(harness: StoreHarness, body: (bench: Bench) => Promise<void>): () => Promise<void> {
  return async () => {
    const backend = await harness.createBackend();
    const stores: Store[] = [];
    const inboxes: Inbox[] = [];
    const crashed = new Set<number>();

    async function crash(number: number): Promise<void> {
      const store = stores[number]!;
      if (store.abandon === undefined) throw new Error("a crash test needs a store with abandon().");
      crashed.add(number);
      await store.abandon();
    }

    function newInbox(options: Partial<InboxOptions>, on: readonly Registered[]): Inbox {
      const store = backend.store();
      stores.push(store);
      const inbox = createInbox({
        store,
        leaseMs: harness.leaseMs,
        backoff: { delayMs: 20 },
        onError: () => {},
        onFailure: () => {},
        ...options,
      });
      for (const [provider, handler, limits] of on) inbox.handle(provider, handler, limits);
      inboxes.push(inbox);
      return inbox;
    }

    try {
      await body({
        backend,
        stores,
        crash,
        inbox: (options = {}, ...on) => newInbox(options, on),
        async worker(options, ...on) {
          const inbox = newInbox(options, on);
          await inbox.start();
          return inbox;
        },
      });
    } finally {
      const left = inboxes.filter((_, number) => !crashed.has(number));
      await Promise.all(left.map((inbox) => inbox.stop({ timeoutMs: 0 })));
      await backend.remove();
    }
  };
}

/**
 * Waits until a condition holds. Each look moves the clock of stores that have one by `step` ms.
 */
export async function until(
  backend: Backend,
  condition: () => boolean | Promise<boolean>,
  step = 5,
): Promise<void> {
  // Before a test runner gives up, which could not say what was waited for.
  const giveUpAt = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`never became true: ${condition.toString()}`);
    await backend.pass(step);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A handler that records its calls. */
export function recorder(respond: (handled: Handled, count: number) => unknown = () => undefined): {
  readonly handler: Handler<WebhookEvent>;
  readonly handled: readonly Handled[];
} {
  const handled: Handled[] = [];
  return {
    handled,
    handler: (event, context) => {
      handled.push({ event, context });
      return respond({ event, context }, handled.length);
    },
  };
}

/** A handler that waits until `open` is called. */
export function gate(): {
  readonly handler: Handler<WebhookEvent>;
  readonly isEntered: () => boolean;
  open(): void;
} {
  let isEntered = false;
  let open: (() => void) | undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    isEntered: () => isEntered,
    open: () => open?.(),
    handler: async () => {
      isEntered = true;
      await opened;
    },
  };
}

/** Random text of 64 characters: it hardly compresses. */
export function randomText(length: number): string {
  const bytes = new Uint8Array(Math.ceil((length * 3) / 4));
  for (let start = 0; start < bytes.length; start += 65_536) {
    crypto.getRandomValues(bytes.subarray(start, start + 65_536));
  }
  return Buffer.from(bytes).toString("base64");
}
