import type { WebhookOptions } from "../../src/index.ts";
import { acme, SECRET, type AcmeEvent } from "./acme.ts";
import type { RunningServer } from "./server-under-test.ts";
import { post } from "./request.ts";

/** Parsed and serialised again this would be other bytes. */
export const SPACED = '{ "type": "ping", "n": 1.0 }';

export const JSON_TYPE = "application/json";

/** The response where a parser took the body. */
export const NOT_RAW = { status: 500, body: '{"code":"body-not-raw"}' };

/** Over every default limit of a body parser but our own: 100 KB in Express, 1 MB elsewhere. */
export const LARGE = SPACED + " ".repeat(3 * 2 ** 20);

/** Options whose errors are kept. */
export class Reports {
  readonly errors: unknown[] = [];
  readonly options: WebhookOptions<AcmeEvent> = {
    provider: acme,
    secret: SECRET,
    onError: (error) => this.errors.push(error),
  };

  /** The one error that was reported. Its message says what to do in the framework. */
  get message(): string {
    return this.errors.length === 1 ? String(this.errors[0]) : `${this.errors.length} errors`;
  }
}

/** Sends one genuine delivery, and closes the server. */
export async function sendTo(
  starting: RunningServer | Promise<RunningServer>,
  type: string = JSON_TYPE,
  body: string | Uint8Array = SPACED,
): Promise<{ status: number; body: string }> {
  const server = await starting;
  try {
    const headers = { ...acme.sign(body, { secret: SECRET }), "content-type": type };
    return await post(`${server.origin}/hook`, headers, body);
  } finally {
    await server.close();
  }
}
