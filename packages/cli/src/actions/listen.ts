import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Provider } from "@flaghook/core";
import { writeRawHttp } from "../delivery/write-raw-http.ts";
import type { Io } from "../io/io.ts";
import { UsageError } from "../io/usage-error.ts";
import { forward, isOfConnection, type Forwarded } from "../listening/forward.ts";
import { judge, type Judgement } from "../listening/judge.ts";
import { headerLines, readRequest } from "../listening/read-request.ts";
import { createJsonReporter, createTextReporter, type Reporter } from "../listening/report.ts";
import { createSave, type Save } from "../listening/save.ts";
import { handshakeOf, isMethodOf, secretHeaders } from "../providers/abilities.ts";
import { loadProvider, otherProviders } from "../providers/load-provider.ts";
import { readSecrets } from "../secrets/read-secrets.ts";
import type { SecretSource } from "../secrets/secret-options.ts";
import { createSender } from "../sending/post.ts";
import { asUsage } from "./secret-form.ts";

/** Options of `flaghook listen`. */
export interface ListenOptions extends SecretSource {
  readonly provider: string;
  readonly port: number;
  readonly host: string;
  readonly forward?: URL;
  readonly timeout: number;
  readonly save?: string;
  readonly json?: true;
}

/** The largest body that `verify` takes by default. */
const MAX_BODY_BYTES = 26_214_400;

/** `flaghook listen`: until the user stops it. */
export async function listen(options: ListenOptions, io: Io): Promise<void> {
  const provider = await loadProvider(options.provider);
  const others = await otherProviders(provider.id);
  const secrets = await readSecrets(provider.id, options, io);
  asUsage(() => provider.safeVerify({ headers: {}, body: "" }, { secret: secrets })); // in the wrong form, perhaps
  const save =
    options.save === undefined ? undefined : createSave(options.save, secrets, secretHeaders(provider));
  const reporter = options.json === true ? createJsonReporter(io) : createTextReporter(io);
  const sender = createSender(options.timeout * 1000);
  const { forward: url } = options;
  const receive = createReceive({
    provider,
    judge: (delivery) => judge(provider, delivery, secrets, others),
    forward: url && (async (delivery) => forward(delivery, url, sender)),
    save,
    reporter,
  });
  // Deliveries through some relays have very long headers.
  const server = createServer({ maxHeaderSize: 262_144 });
  const receiving = new WeakSet<Duplex>();
  server.on("request", (request, response) => {
    receiving.add(request.socket);
    void receive(request, response).finally(() => receiving.delete(request.socket));
  });
  server.on("clientError", (error, socket) => {
    socket.destroy(); // whoever reads a body from it says so
    if (!receiving.has(socket))
      reporter.problem(new Date(), `a connection ended without a request: ${error.message}`);
  });
  const stop = io.stopSignal();
  reporter.ready(await start(server, options));
  if (!stop.aborted) await once(stop, "abort");
  server.close();
  server.closeAllConnections();
  sender.close();
}

async function start(server: Server, { port, host }: ListenOptions): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new UsageError(`port ${port} is taken: choose another, or --port 0`, { cause: error });
    throw new UsageError(`nothing can listen on ${host}:${port} (${code})`, { cause: error });
  }
  const { address, port: actual, family } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${actual}/`;
}

interface Parts {
  readonly provider: Provider;
  readonly judge: (delivery: { headers: [string, string][]; body: Buffer }) => Judgement;
  readonly forward:
    | ((delivery: { method: string; headers: [string, string][]; body: Buffer }) => Promise<Forwarded>)
    | undefined;
  readonly save: Save | undefined;
  readonly reporter: Reporter;
}

function createReceive(parts: Parts): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { provider, reporter } = parts;
  return async (request, response) => {
    const receivedAt = new Date();
    const { method = "POST", url = "/" } = request;
    const read = await readRequest(request, MAX_BODY_BYTES);
    if ("problem" in read) {
      const { problem, received } = read;
      reporter.problem(
        receivedAt,
        problem === "dropped"
          ? `the sender dropped the connection after ${received} bytes of the body`
          : `a body of ${received} bytes is too large: at most ${MAX_BODY_BYTES}`,
      );
      if (problem === "too-large") respond(response, 413, "body-too-large");
      return;
    }
    const { bytes: body } = read;
    const headers = headerLines(request);
    const handshake = handshakeOf(provider, { headers, body });
    if (handshake !== undefined) {
      response.writeHead(handshake.status, handshake.headers).end(handshake.body);
      return reporter.note(receivedAt, `${provider.id} checked the URL: responded as it wants`);
    }
    if (!isMethodOf(provider, method) && (method === "GET" || method === "HEAD")) {
      reporter.problem(receivedAt, `${method} ${url}: no delivery, those are posted`);
      return respond(response, 405, "Deliveries are posted here.");
    }
    const judgement = parts.judge({ headers, body });
    const event = "event" in judgement ? judgement.event : undefined;
    const forwarded = event && (await parts.forward?.({ method, headers, body }));
    const saved = await parts.save?.({
      isGenuine: event !== undefined,
      headers,
      receivedAt,
      labels: [event?.name, event?.id],
      write: (kept) => writeRawHttp(method, url, kept, body),
    });
    respondWith(response, judgement, forwarded);
    reporter.handled({ receivedAt, provider: provider.id, judgement, forwarded, saved });
  };
}

/** The application's own response where there is one, so that the sender sees what it would see. */
function respondWith(response: ServerResponse, judgement: Judgement, forwarded: Forwarded | undefined): void {
  if ("error" in judgement) return respond(response, judgement.error.status, judgement.error.code);
  if (forwarded === undefined) return respond(response, 204, "");
  if ("failure" in forwarded) return respond(response, 502, forwarded.failure);
  response.writeHead(forwarded.status, forwarded.headers.filter(([name]) => !isOfConnection(name)).flat());
  response.end(forwarded.body);
}

function respond(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}
