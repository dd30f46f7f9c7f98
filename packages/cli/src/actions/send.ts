import type { Provider } from "@flaghook/core";
import type { Io } from "../io/io.ts";
import { readAll } from "../io/read-all.ts";
import { UsageError } from "../io/usage-error.ts";
import { hintOf, printResponseBody, statusText } from "../output/print-response.ts";
import { printable } from "../output/printable.ts";
import { styled, writeJson, writeLine } from "../output/style.ts";
import { findEvent } from "../providers/find-event.ts";
import { loadProvider } from "../providers/load-provider.ts";
import { sampleOf } from "../samples/sample-of.ts";
import { readSecrets } from "../secrets/read-secrets.ts";
import type { SecretSource } from "../secrets/secret-options.ts";
import { createSender, type HttpRequest, type HttpResponse } from "../sending/post.ts";
import { summarise, type Sent, type Summary } from "../sending/summary.ts";
import { secretFor, tamper, type Tampering } from "../sending/tamper.ts";
import { asUsage } from "./secret-form.ts";
import { runConcurrently } from "./run-concurrently.ts";

/** Options of `flaghook send`. */
export interface SendOptions extends SecretSource {
  readonly to: URL;
  readonly payload?: string;
  readonly id?: string;
  readonly count: number;
  readonly concurrency: number;
  readonly tamper?: Tampering;
  readonly timeout: number;
  readonly json?: true;
}

/**
 * `flaghook send`: 0 when every delivery was accepted; with `--tamper`, when every one was refused.
 */
export async function send(name: string, event: string, options: SendOptions, io: Io): Promise<0 | 1> {
  const provider = await loadProvider(name);
  const { body, name: eventName } = await bodyOf(provider, event, options, io);
  const [secret] = await readSecrets(provider.id, options, io);
  const create = (): HttpRequest => signedRequest(provider, eventName, body, secret!, options);
  asUsage(create); // a secret in the wrong form is said once, before anything is sent
  const { json, count, concurrency } = options;
  const sender = createSender(options.timeout * 1000);
  const isAlone = count === 1;
  const signal = isAlone ? undefined : io.stopSignal();
  const startedAt = performance.now();
  const hints = new Set<string>();
  const all: Sent[] = [];
  await runConcurrently(count, concurrency, signal, async () => {
    const one = await sendOne(create(), (request) => sender.send(request));
    all.push(one);
    const hint = one.response && hintOf(one.response);
    if (hint !== undefined) hints.add(hint);
    if (json === true) writeJson(io.stdout, jsonOf(one));
    else if (isAlone) printAlone(one, io);
    else showProgress(all.length, count, io);
  });
  sender.close();
  if (!isAlone) printSummary(summarise(all, (performance.now() - startedAt) / 1000), json === true, io);
  for (const hint of hints) writeLine(io.stderr, printable(hint));
  return isAsWished(all, options, io) ? 0 : 1;
}

async function bodyOf(
  provider: Provider,
  typed: string,
  { payload }: SendOptions,
  io: Io,
): Promise<{ readonly name: string; readonly body: Buffer }> {
  if (payload !== undefined) {
    const body = await readAll(payload, io);
    return { name: Object.hasOwn(provider.events, typed) ? typed : typed.replace(/\.[^.]*$/, ""), body };
  }
  const { name, action } = findEvent(provider, typed);
  const sample = sampleOf(provider, name, action);
  if (sample === undefined)
    throw new UsageError(`there is no sample of ${provider.id}'s ${name}: give --payload FILE`);
  return { name, body: Buffer.from(JSON.stringify(sample)) };
}

function signedRequest(
  provider: Provider,
  name: string,
  body: Buffer,
  secret: string,
  { to, id, tamper: tampering }: SendOptions,
): HttpRequest {
  const signed = provider.sign(body, {
    secret: secretFor(tampering, secret, provider),
    name,
    ...(id !== undefined && { id }),
  });
  const { headers, body: sent } = tamper({ headers: signed, body }, tampering, provider);
  // Go does not know the length of a body that it streams.
  return {
    url: to,
    method: "POST",
    headers: Object.entries(headers),
    body: sent,
    isChunked: provider.id === "goff",
  };
}

interface SentOne extends Sent {
  readonly request: HttpRequest;
  readonly response?: HttpResponse;
}

async function sendOne(
  request: HttpRequest,
  post: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<SentOne> {
  try {
    const response = await post(request);
    return { request, response, status: response.status, milliseconds: response.milliseconds };
  } catch (error) {
    return { request, status: (error as Error).message, milliseconds: 0 };
  }
}

function jsonOf({ response, status, milliseconds }: SentOne): object {
  if (response === undefined) return { error: status };
  const { headers, body } = response;
  return { status, milliseconds: Math.round(milliseconds), headers, body: body.toString("utf8") };
}

function printAlone({ response, status, milliseconds }: SentOne, io: Io): void {
  if (response === undefined) {
    writeLine(io.stderr, `not delivered: ${status}`);
    return;
  }
  writeLine(io.stdout, `${statusText(response, io.stdout)}  ${Math.round(milliseconds)} ms`);
  printResponseBody(response, io.stdout);
}

/** On a terminal alone, on one line that is written over. */
function showProgress(done: number, count: number, { stderr }: Io): void {
  if (stderr.isTTY !== true) return;
  stderr.write(`\r${done} of ${count} sent${done === count ? "\n" : ""}`);
}

function printSummary(summary: Summary, isJson: boolean, { stdout }: Io): void {
  if (isJson) return writeJson(stdout, { summary });
  const { sent, seconds, perSecond, statuses, p50Ms, p99Ms } = summary;
  writeLine(stdout, `${sent} sent in ${seconds} s, ${perSecond} per second`);
  for (const [status, count] of Object.entries(statuses)) writeLine(stdout, `  ${status}: ${count}`);
  writeLine(stdout, `  p50 ${p50Ms} ms, p99 ${p99Ms} ms`);
}

function isAsWished(all: readonly Sent[], { tamper: tampering, count }: SendOptions, io: Io): boolean {
  if (all.length < count) return false; // stopped
  if (tampering === undefined) return all.every(isAccepted);
  if (!all.some(isAccepted)) return all.every(({ status }) => isBetween(status, 400, 499));
  writeLine(io.stderr, styled("red", `a delivery with a tampered ${tampering} was accepted`, io.stderr));
  return false;
}

function isAccepted({ status }: Sent): boolean {
  return isBetween(status, 200, 299);
}

function isBetween(status: Sent["status"], first: number, last: number): boolean {
  return typeof status === "number" && status >= first && status <= last;
}
