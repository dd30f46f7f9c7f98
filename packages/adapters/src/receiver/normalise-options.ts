import type { WebhookEvent } from "@flaghook/core";
import { assertOptions, DEFAULT_MAX_BODY_BYTES } from "@flaghook/core/adapter";
import { isRecord } from "../values/kind.ts";
import { normaliseMethods, type Methods } from "./methods.ts";
import { toSecretSet } from "./secrets.ts";
import type { WebhookOptions } from "./webhook-options.ts";

const DEFAULT_SLOW_HANDLER_MS = 8000;

const DEFAULT_MAX_PENDING_BYTES = 2 ** 28;

const OPTIONS = [
  "provider",
  "secret",
  "on",
  "onEvent",
  "onVerified",
  "onError",
  "inbox",
  "scope",
  "maxBodyBytes",
  "maxPendingBytes",
  "slowHandlerMs",
  "methods",
  "respond",
  "log",
  "now",
  "timer",
];

const FUNCTIONS = ["onEvent", "onVerified", "onError", "respond", "timer"] as const;

/** Options that were read once, and the limits with their defaults filled in. */
export interface NormalisedOptions<Event extends WebhookEvent, Request> {
  /** Without a prototype: a property that somebody adds to all objects is not an option. */
  readonly options: WebhookOptions<Event, Request>;
  readonly maxBodyBytes: number;
  readonly maxPendingBytes: number;
  readonly slowHandlerMs: number;
  readonly methods: Methods;
}

/**
 * @throws {TypeError} on anything that a type checker would have refused, and on an empty secret
 */
export function normaliseOptions<Event extends WebhookEvent, Request>(
  given: WebhookOptions<Event, Request>,
): NormalisedOptions<Event, Request> {
  const options = readOnce(given);
  const { provider, secret, now, maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
  if (typeof provider !== "object" || provider === null || typeof provider.verify !== "function") {
    throw new TypeError("provider must be one that defineProvider made, e.g. github of @flaghook/github.");
  }
  if (secret === undefined) {
    throw new TypeError(
      "secret is undefined. Is its environment variable set? If it is only set where deliveries come, pass a function: " +
        "secret: () => process.env.YOUR_SECRET.",
    );
  }
  assertOptions({
    secret: typeof secret === "function" ? "looked up later" : toSecretSet(secret).secret,
    maxBodyBytes,
    ...(now !== undefined && { now }),
  });
  const { maxPendingBytes = defaultPendingBytes(maxBodyBytes), slowHandlerMs = DEFAULT_SLOW_HANDLER_MS } =
    options;
  if (maxPendingBytes !== Infinity && !(Number.isInteger(maxPendingBytes) && maxPendingBytes >= 0)) {
    throw new TypeError("maxPendingBytes must be Infinity or an integer from 0.");
  }
  if (typeof slowHandlerMs !== "number" || !(slowHandlerMs > 0)) {
    throw new TypeError("slowHandlerMs must be a positive number of milliseconds.");
  }
  assertFunctions(options);
  assertInbox(options);
  const methods = normaliseMethods(provider, options.methods);
  return { options, maxBodyBytes, maxPendingBytes, slowHandlerMs, methods };
}

function readOnce<Options extends object>(given: Options): Options {
  if (typeof given !== "object" || given === null) {
    throw new TypeError("options must be an object with a provider and a secret.");
  }
  if ("headers" in given || "req" in given) {
    throw new TypeError(
      "webhook() was given a request in place of options: mount what webhook({ … }) returns.",
    );
  }
  const options = Object.assign(Object.create(null), given) as Options;
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) {
      throw new TypeError(`unknown option ${JSON.stringify(name)}. Known: ${OPTIONS.join(", ")}.`);
    }
  }
  return options;
}

/** A limit above the default for one body raises the one for all: such a body must have room. */
function defaultPendingBytes(maxBodyBytes: number): number {
  return maxBodyBytes === Infinity
    ? DEFAULT_MAX_PENDING_BYTES
    : Math.max(DEFAULT_MAX_PENDING_BYTES, maxBodyBytes);
}

function assertFunctions<Event extends WebhookEvent, Request>(options: WebhookOptions<Event, Request>): void {
  for (const name of FUNCTIONS) {
    if (options[name] !== undefined && typeof options[name] !== "function") {
      throw new TypeError(`${name} must be a function.`);
    }
  }
  if (options.log !== undefined && options.log !== false && typeof options.log !== "function") {
    throw new TypeError("log must be false or a function of a line.");
  }
  if (options.on !== undefined && !isRecord(options.on)) {
    throw new TypeError(
      "on must be a plain object of handlers by event type: the methods of a class are not found.",
    );
  }
}

function assertInbox<Event extends WebhookEvent, Request>({
  inbox,
  scope,
}: WebhookOptions<Event, Request>): void {
  if (inbox !== undefined && typeof inbox?.accept !== "function") {
    throw new TypeError("inbox must have an accept function, as those of @flaghook/inbox do.");
  }
  if (scope === undefined) return;
  if (inbox === undefined) throw new TypeError("scope needs an inbox to go to.");
  if (typeof scope !== "function" && (typeof scope !== "string" || scope === "")) {
    throw new TypeError("scope must be a non-empty string or a function that returns one.");
  }
}
