import { explain, type Framework } from "@flaghook/core/explain";
import type { Io } from "../io/io.ts";
import { printDiagnosis } from "../output/print-diagnosis.ts";
import { styled, writeJson, writeLine } from "../output/style.ts";
import { otherProviders } from "../providers/load-provider.ts";
import { fromEnvironment } from "../secrets/read-secrets.ts";
import { openDelivery, type DeliveryOptions } from "./open-delivery.ts";
import { asUsage } from "./secret-form.ts";

/** Options of `flaghook explain`. */
export interface DiagnoseOptions extends DeliveryOptions {
  readonly otherSecretEnv?: readonly string[];
  readonly framework?: Framework;
}

/** `flaghook explain`: 0 for a genuine delivery, 1 for a refused one. */
export async function diagnose(
  name: string,
  file: string | undefined,
  options: DiagnoseOptions,
  io: Io,
): Promise<0 | 1> {
  const { provider, delivery, secrets, now } = await openDelivery(name, file, options, io);
  const { framework, otherSecretEnv = [] } = options;
  const others = otherSecretEnv.map((variable) => [variable, fromEnvironment(variable, io)] as const);
  const diagnosis = await otherProviders(provider.id).then((providers) =>
    asUsage(() =>
      explain(provider, delivery, {
        secret: secrets,
        otherProviders: providers,
        otherSecrets: Object.fromEntries(others),
        ...(framework !== undefined && { framework }),
        ...now,
      }),
    ),
  );
  if (options.json === true) writeJson(io.stdout, diagnosis);
  else if (diagnosis.causes.length > 0) printDiagnosis(diagnosis, io.stdout);
  else
    writeLine(
      io.stdout,
      `${styled("green", "genuine", io.stdout)}  there is nothing to explain: it verifies`,
    );
  return diagnosis.causes.length === 0 ? 0 : 1;
}
