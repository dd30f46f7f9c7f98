import type { Provider } from "@flaghook/core";
import type { SavedDelivery } from "../delivery/saved-delivery.ts";
import type { Io } from "../io/io.ts";
import { UsageError } from "../io/usage-error.ts";
import { hintOf, printResponseBody, statusText } from "../output/print-response.ts";
import { printable } from "../output/printable.ts";
import { writeJson, writeLine } from "../output/style.ts";
import { loadProvider } from "../providers/load-provider.ts";
import { readSecrets } from "../secrets/read-secrets.ts";
import type { SecretSource } from "../secrets/secret-options.ts";
import { createSender, type HttpResponse } from "../sending/post.ts";
import { signAgain } from "../sending/sign-again.ts";
import { readDelivery } from "./read-delivery.ts";
import { asUsage } from "./secret-form.ts";

/** Options of `flaghook resend`. */
export interface ResendOptions extends SecretSource {
  readonly to: URL;
  readonly resign?: string;
  readonly timeout: number;
  readonly json?: true;
}

/** `flaghook resend`: 0 when every delivery was accepted. */
export async function resend(files: readonly string[], options: ResendOptions, io: Io): Promise<0 | 1> {
  const sign = options.resign === undefined ? undefined : await signerOf(options.resign, options, io);
  // All of them are read first: a wrong name is said before anything is sent.
  const saved: { readonly file: string; readonly delivery: SavedDelivery }[] = [];
  for (const file of files) {
    const delivery = await readDelivery(file, {}, io);
    for (const note of delivery.notes) writeLine(io.stderr, `note: ${file}: ${note}`);
    saved.push({ file, delivery: sign === undefined ? delivery : sign(delivery) });
  }
  const sender = createSender(options.timeout * 1000);
  let isAllAccepted = true;
  for (const { file, delivery } of saved) {
    const { method, headers, body } = delivery;
    try {
      const response = await sender.send({ url: options.to, method, headers, body, isChunked: false });
      print(file, response, options, io);
      isAllAccepted &&= response.status >= 200 && response.status < 300;
    } catch (error) {
      const { message } = error as Error;
      if (options.json === true) writeJson(io.stdout, { file, error: message });
      else writeLine(io.stderr, `${file}: not delivered: ${message}`);
      isAllAccepted = false;
    }
  }
  sender.close();
  return isAllAccepted ? 0 : 1;
}

async function signerOf(
  name: string,
  options: ResendOptions,
  io: Io,
): Promise<(delivery: SavedDelivery) => SavedDelivery> {
  const provider: Provider = await loadProvider(name);
  const [secret] = await readSecrets(provider.id, options, io);
  if (secret === undefined) throw new UsageError("there is no secret to sign with");
  return (delivery) => asUsage(() => signAgain(provider, delivery, secret));
}

function print(file: string, response: HttpResponse, { json }: ResendOptions, { stdout, stderr }: Io): void {
  const { status, milliseconds, headers, body } = response;
  if (json === true) {
    return writeJson(stdout, {
      file,
      status,
      milliseconds: Math.round(milliseconds),
      headers,
      body: body.toString("utf8"),
    });
  }
  writeLine(stdout, `${file}  ${statusText(response, stdout)}  ${Math.round(milliseconds)} ms`);
  printResponseBody(response, stdout);
  const hint = hintOf(response);
  if (hint !== undefined) writeLine(stderr, printable(hint));
}
