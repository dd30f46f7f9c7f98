import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { compileLimit } from "@flaghook/core/adapter";
import { failureOf } from "../response/failure.ts";
import { ReceiverError } from "../response/receiver-error.ts";
import type { LogContext } from "./delivery-result.ts";
import type { WebhookOptions } from "./webhook-options.ts";

/** Logs one failure, or counts it. `addition` goes to the end of the line. Never throws. */
export type LogFailure<Event extends WebhookEvent, Request> = (
  context: LogContext<Event, Request>,
  addition?: string,
) => Promise<void>;

/** Longest line. The issues of a schema may be many. */
const MAX_LINE_LENGTH = 4000;

/** The log of one receiver: `options.log`, or `console.error`. */
export function compileLog<Event extends WebhookEvent, Request>(
  options: WebhookOptions<Event, Request>,
): LogFailure<Event, Request> {
  const { log = logToConsole, now } = options;
  if (log === false) return async () => {};
  const countOf = compileLimit(now);

  return async (context, addition = "") => {
    try {
      const { status, code } = failureOf(context.error, context.stage);
      const count = isStrangersDoing(context, status, code) ? countOf(code) : 1;
      if (count === 0) return;
      const more = count > 1 ? ` (${count} of these since the last such line)` : "";
      await log(toLine(`${describe(context, code)}${addition}${more}`), context);
    } catch {
      // Nobody else is listening, and the sender still needs its response.
    }
  };
}

/** Whether anybody can cause it at will: such lines must not flood the log. */
function isStrangersDoing({ isVerified }: LogContext<WebhookEvent>, status: number, code: string): boolean {
  return !isVerified && (status < 500 || code === "overloaded" || code === "secret-missing");
}

function describe({ provider, stage, error, endpoint }: LogContext<WebhookEvent>, code: string): string {
  const place = code === "secret-missing" && endpoint !== undefined ? ` at ${endpoint}` : "";
  const what = stage === "notify" ? "onVerified failed" : code;
  return `${provider}: ${what}${place}: ${messageOf(error, provider)}`;
}

function messageOf(error: unknown, provider: string): string {
  try {
    if (!isOurs(error)) return String(error);
    return error.message.startsWith(`${provider}: `)
      ? error.message.slice(provider.length + 2)
      : error.message;
  } catch {
    return "something that cannot be printed.";
  }
}

/** On one line: a message may hold line breaks that somebody wants to be lines of the log. */
function toLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.slice(0, MAX_LINE_LENGTH).replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ");
}

/** An error of your own comes with its stack. Ours says all in its message. */
function logToConsole(line: string, { error }: LogContext<WebhookEvent>): void {
  if (isOurs(error)) return console.error(line);
  try {
    console.error(line, error);
  } catch {
    console.error(line);
  }
}

function isOurs(error: unknown): error is WebhookError | ReceiverError {
  try {
    return WebhookError.is(error) || error instanceof ReceiverError;
  } catch {
    return false; // it throws at whoever looks at it
  }
}
