import { afterAll, beforeEach } from "vitest";
import type { Handler, SecretLookup, WebhookOptions } from "../../src/index.ts";
import { acme, type AcmeEvent } from "./acme.ts";
import { Connection, type HttpResponse } from "./connection.ts";

/** A running server with the webhook at `/hook`. */
export interface RunningServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Set by a test, and read by the server's options. Empty again before each test. */
export interface Behaviour {
  secret?: string | SecretLookup;
  onEvent?: Handler<AcmeEvent>;
  onError?: (error: unknown) => unknown;
}

/** A server that the tests of a contract share, and connections to it. */
export interface ServerUnderTest {
  readonly origin: Promise<string>;
  behaviour: Behaviour;
  connect(): Promise<Connection>;
  /** Sends one request whole, on a connection of its own unless one is given. */
  send(delivery: Sent, connection?: Connection, method?: string): Promise<HttpResponse>;
}

/** What goes over a connection. A list is one header line per value. */
export interface Sent {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
}

/** The largest body that the server accepts. */
export const LIMIT = 65_536;

/** Starts the server for the tests of the `describe` around, and closes it after them. */
export function serverUnderTest(
  start: (options: WebhookOptions<AcmeEvent>) => Promise<RunningServer>,
): ServerUnderTest {
  const open: Connection[] = [];
  const server = start({
    provider: acme,
    secret: (delivery) => {
      const { secret = "acme-secret" } = underTest.behaviour;
      return typeof secret === "function" ? secret(delivery) : secret;
    },
    on: { order: () => undefined },
    onEvent: (event, delivery) => underTest.behaviour.onEvent?.(event, delivery),
    onError: (error) => underTest.behaviour.onError?.(error),
    maxBodyBytes: LIMIT,
  });
  const underTest: ServerUnderTest = {
    origin: server.then(({ origin }) => origin),
    behaviour: {},
    async connect() {
      const connection = await Connection.open(await underTest.origin);
      open.push(connection);
      return connection;
    },
    async send({ headers, body }, connection, method = "POST") {
      const used = connection ?? (await underTest.connect());
      const bytes = Buffer.from(body as string);
      await used.head(method, "/hook", { ...headers, "content-length": String(bytes.byteLength) });
      await used.write(bytes);
      return used.response();
    },
  };

  beforeEach(() => {
    underTest.behaviour = {};
  });
  afterAll(async () => {
    for (const connection of open) connection.close();
    await (await server).close();
  });
  return underTest;
}
