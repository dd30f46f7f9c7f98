import { randomBytes } from "node:crypto";
import type { Provider } from "@flaghook/core";

/** The secret of one provider, and where it is from. */
export interface ConfiguredSecret {
  readonly variable: string;
  readonly secret: readonly string[];
  /** `"generated"` just now: whoever sets up the webhook has to see it once. */
  readonly origin: "environment" | "kept" | "generated";
}

/** Keeps what was generated between two starts. */
export interface SecretFile {
  read(provider: string): Promise<string | undefined>;
  write(provider: string, secret: string): Promise<void>;
}

/** The variable that sets a provider's secret: `GITHUB_WEBHOOK_SECRET`. */
export function variableOf(provider: string): string {
  return `${provider.replaceAll("-", "_").toUpperCase()}_WEBHOOK_SECRET`;
}

/**
 * Secrets by provider: the environment's if set, else the one of the last start, else a new one.
 */
export async function readSecrets(
  providers: readonly Provider[],
  environment: NodeJS.ProcessEnv,
  file: SecretFile,
): Promise<Readonly<Record<string, ConfiguredSecret>>> {
  const entries = providers.map(async ({ id }): Promise<[string, ConfiguredSecret]> => {
    const variable = variableOf(id);
    const configured = environment[variable];
    if (configured !== undefined && configured !== "")
      return [id, { variable, secret: [configured], origin: "environment" }];
    const kept = await file.read(id);
    if (kept !== undefined) return [id, { variable, secret: [kept], origin: "kept" }];
    const generated = randomBytes(24).toString("base64url");
    await file.write(id, generated);
    return [id, { variable, secret: [generated], origin: "generated" }];
  });
  return Object.fromEntries(await Promise.all(entries));
}
