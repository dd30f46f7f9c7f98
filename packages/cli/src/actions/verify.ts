import type { WebhookError, WebhookEvent } from "@flaghook/core";
import { withoutPointer } from "@flaghook/core/adapter";
import type { Io } from "../io/io.ts";
import { eventLine } from "../output/event-line.ts";
import { pageOf } from "../output/print-diagnosis.ts";
import { printable } from "../output/printable.ts";
import { shellWord } from "../output/shell-word.ts";
import { styled, writeJson, writeLine } from "../output/style.ts";
import { widthOf, wrap } from "../output/wrap.ts";
import { openDelivery, type DeliveryOptions } from "./open-delivery.ts";
import { asUsage } from "./secret-form.ts";

/** `flaghook verify`: 0 for a genuine delivery, 1 for a refused one. */
export async function verify(
  name: string,
  file: string | undefined,
  options: DeliveryOptions,
  io: Io,
): Promise<0 | 1> {
  const { provider, delivery, secrets, now } = await openDelivery(name, file, options, io);
  const result = asUsage(() => provider.safeVerify(delivery, { secret: secrets, ...now }));
  if (options.json === true) {
    writeJson(io.stdout, result.ok ? genuine(result.event) : refused(result.error));
  } else if (result.ok) {
    writeLine(io.stdout, `${styled("green", "genuine", io.stdout)}  ${eventLine(result.event)}`);
  } else {
    printRefusal(
      result.error,
      `flaghook explain ${shellWord(name)} ${file === undefined ? "…" : shellWord(file)}`,
      io,
    );
  }
  return result.ok ? 0 : 1;
}

function genuine({ provider, type, name, id, dedupeKey, dedupe, secretIndex }: WebhookEvent): object {
  return { result: "genuine", provider, type, name, id, dedupeKey, dedupe, secretIndex };
}

function refused({ provider, code, status, message, issues }: WebhookError): object {
  return { result: "refused", provider, code, status, message, issues, help: pageOf(code) };
}

function printRefusal({ code, message }: WebhookError, explain: string, { stdout }: Io): void {
  writeLine(stdout, styled("red", `refused: ${code}`, stdout));
  writeLine(stdout, wrap(printable(withoutPointer(message)), widthOf(stdout), "  "));
  writeLine(stdout, `Why: ${printable(explain)}`);
  writeLine(stdout, `What ${code} means: ${pageOf(code)}`);
}
