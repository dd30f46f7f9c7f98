import type { WebhookEvent, Provider } from "@flaghook/core";
import type { Verified } from "./deliveries.ts";
import { createInbox, type AcceptOptions, type Inbox } from "../lifecycle/inbox.ts";
import type { Handler, HandlerContext } from "../handling/handler.ts";
import type { InboxOptions } from "../lifecycle/inbox-options.ts";
import type { Outcome, Store } from "../store/store.ts";

/** What the contract asserts with: Node's own, fetched and not imported, like all of Node outside the drivers. */
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

/** An empty place for deliveries, and stores over it as separate processes would have them. */
export interface Backend {
  /** Another store over the same place. Each is a process of its own. */
  store(): Store;
  /** Lets this much time pass, in milliseconds: by moving a clock where there is one, else by waiting. */
  pass(milliseconds: number): Promise<void>;
  /** Makes the lease of the one running delivery run out, as if its process had been silent for too long. */
  expireLease(): Promise<void>;
  /** Makes what is stored of a pending delivery unreadable, as a broken disk would. For a harness with `isDamageable`. */
  damage?(id: string): Promise<void>;
  /** Begins a transaction as a caller would, for `accept(…, { tx })`. For a harness with `sharesTransactions`. */
  begin?(): Promise<Transaction>;
  /** Removes the place. */
  remove(): Promise<void>;
}

/** A transaction of the caller's. */
export interface Transaction {
  /** What `accept` is given. */
  readonly tx: unknown;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** How the contract reaches a kind of store. */
export interface StoreHarness {
  createBackend(): Promise<Backend>;
  /** Shortest lease that the store keeps, in milliseconds. */
  readonly lease: number;
  /** A window that is short, and long enough for a few calls to fit in, in milliseconds. */
  readonly window: number;
  /** Whether what is stored can be damaged, and each backend can `damage` it. Default false: nothing is tested of it. */
  readonly isDamageable?: boolean;
  /** Whether the store shares transactions, and each backend can `begin` one. Default false: `tx` must be refused. */
  readonly sharesTransactions?: boolean;
}

/** What a handler was called with. */
export interface Handled {
  readonly event: WebhookEvent;
  readonly context: HandlerContext;
}

/** Hands a delivery to an inbox. */
export function accept(
  inbox: Inbox,
  { verified, delivery }: Verified,
  options?: AcceptOptions,
): Promise<Outcome> {
  return inbox.accept(verified, delivery, options);
}

/** One test's inboxes over one backend. */
export interface Bench {
  readonly backend: Backend;
  /** An inbox that nobody has started. `on` are its handlers. */
  readonly inbox: (options?: Partial<InboxOptions>, ...on: readonly Registered[]) => Inbox;
  /** The same, started. */
  readonly worker: (options: Partial<InboxOptions>, ...on: readonly Registered[]) => Promise<Inbox>;
  /** The stores of the inboxes, in order. `abandon` kills the process that one stands for. */
  readonly stores: readonly Store[];
}

type Registered = readonly [Provider, Handler<WebhookEvent>];

/** Runs a test's body with a backend of its own, and stops what it started. */
export function withBench(harness: StoreHarness, body: (bench: Bench) => Promise<void>): () => Promise<void> {
  return async () => {
    const backend = await harness.createBackend();
    const stores: Store[] = [];
    const inboxes: Inbox[] = [];
    const abandoned = new Set<Store>();

    function newInbox(options: Partial<InboxOptions>, on: readonly Registered[]): Inbox {
      const store = backend.store();
      const abandon = store.abandon.bind(store);
      stores.push(store);
      store.abandon = async () => {
        abandoned.add(store);
        await abandon();
      };
      const inbox = createInbox({
        store,
        lease: harness.lease,
        backoff: { delay: 20 },
        onError: () => {},
        ...options,
      });
      for (const [provider, handler] of on) inbox.handle(provider, handler);
      inboxes.push(inbox);
      return inbox;
    }

    try {
      await body({
        backend,
        stores,
        inbox: (options = {}, ...on) => newInbox(options, on),
        async worker(options, ...on) {
          const inbox = newInbox(options, on);
          await inbox.start();
          return inbox;
        },
      });
    } finally {
      const left = inboxes.filter((_, index) => !abandoned.has(stores[index]!));
      await Promise.all(left.map((inbox) => inbox.stop({ timeout: 0 })));
      await backend.remove();
    }
  };
}

/** Waits until a condition holds. Stores with a clock of their own are given time meanwhile, `step` milliseconds a look. */
export async function until(
  backend: Backend,
  condition: () => boolean | Promise<boolean>,
  step = 5,
): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`never became true: ${condition.toString()}`);
    await backend.pass(step);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Collects what handlers are called with. */
export function recorder(answer: (handled: Handled, count: number) => unknown = () => undefined): {
  readonly handler: Handler<WebhookEvent>;
  readonly handled: readonly Handled[];
} {
  const handled: Handled[] = [];
  return {
    handled,
    handler: (event, context) => {
      handled.push({ event, context });
      return answer({ event, context }, handled.length);
    },
  };
}

/** A handler that waits until it is let go, or told to stop. */
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

/** Text that does not compress below its length by much: 64 characters, at random. */
export function randomText(length: number): string {
  const bytes = new Uint8Array(Math.ceil((length * 3) / 4));
  for (let start = 0; start < bytes.length; start += 65_536) {
    crypto.getRandomValues(bytes.subarray(start, start + 65_536));
  }
  return Buffer.from(bytes).toString("base64");
}
