import type { Store } from "@flaghook/inbox/store";

/**
 * The same fault as an error that can be logged. ioredis attaches the failed command and its
 * arguments to its errors: the body of a delivery, or the password.
 */
export function toSafeError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error("the bullmq store failed.");
  const plain: Error & { code?: string } = new Error(messageOf(error));
  const code = codeOf(error);
  if (code !== undefined) plain.code = code;
  plain.stack = `Error: ${plain.message}${framesOf(error)}`;
  return plain;
}

/** The store, with every error that leaves it made plain. */
export function withSafeErrors(store: Store): Store {
  return {
    ...store,
    open: (settings) =>
      plainly(store.open({ ...settings, onError: (error) => settings.onError(toSafeError(error)) })),
    commit: (batch) => plainly(store.commit(batch)),
    async startWorkers(providers, run, limits) {
      const workers = await plainly(store.startWorkers(providers, run, limits));
      return { stop: (timeoutMs) => plainly(workers.stop(timeoutMs)) };
    },
    list: (query) => plainly(store.list(query)),
    oldestPending: () => plainly(store.oldestPending()),
    counts: () => plainly(store.counts()),
    pause: (provider) => plainly(store.pause(provider)),
    resume: (provider) => plainly(store.resume(provider)),
    paused: () => plainly(store.paused()),
    get: (id) => plainly(store.get(id)),
    delete: (id) => plainly(store.delete(id)),
    retry: (id) => plainly(store.retry(id)),
    purge: (before, dead) => plainly(store.purge(before, dead)),
    close: () => plainly(store.close()),
    abandon: async () => plainly(Promise.resolve(store.abandon?.())),
  };
}

async function plainly<Result>(promise: Promise<Result>): Promise<Result> {
  try {
    return await promise;
  } catch (error) {
    throw toSafeError(error);
  }
}

function messageOf(error: Error): string {
  const { message } = error;
  const attempts = attemptsOf(error);
  if (attempts.length > 0 || message === "")
    return `Redis could not be reached: ${attempts.join(", ") || (codeOf(error) ?? error.name)}`;
  if (/^(WRONGPASS|NOAUTH)\b/.test(message))
    return "Redis refused the user or the password of the connection.";
  // JSON.parse quotes what it could not read.
  if (error instanceof SyntaxError) return "what Redis has of a delivery cannot be read.";
  // A Redis that does not know a command quotes its arguments.
  return message.replace(/,? with args beginning with: .*/s, "");
}

/**
 * What the system says of attempts to connect: an address and a code. Node gives several where a
 * name has two addresses, under an error without a message.
 */
function attemptsOf(error: Error & { readonly syscall?: unknown }): readonly string[] {
  if (error instanceof AggregateError)
    return (error.errors as readonly unknown[]).flatMap((one) =>
      one instanceof Error ? attemptsOf(one) : [],
    );
  return error.syscall === "connect" || error.syscall === "getaddrinfo" ? [error.message] : [];
}

function codeOf({ code }: Error & { readonly code?: unknown }): string | undefined {
  return typeof code === "string" ? code : undefined;
}

/** The frames of a stack: what follows the message. */
function framesOf({ stack = "", message }: Error): string {
  const start = stack.indexOf(message);
  return start === -1 ? "" : (/\n {4}at .*/s.exec(stack.slice(start + message.length))?.[0] ?? "");
}
