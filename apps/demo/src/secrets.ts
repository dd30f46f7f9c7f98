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
  /** Keeps a secret unless there is one. Gives the one that is there then. */
  keep(provider: string, secret: string): Promise<string>;
}

/** The variable that sets a provider's secret: `GITHUB_WEBHOOK_SECRET`. */
export function variableOf(provider: string): string {
  return `${provider.replaceAll("-", "_").toUpperCase()}_WEBHOOK_SECRET`;
}

/**
 * A new secret in the form that a provider's strongest scheme reads, as `whsec_…`.
 */
export function generateSecret({ scheme: { key } }: Provider): string {
  const bytes = randomBytes(24);
  return key === undefined
    ? bytes.toString("base64url")
    : `${key.prefix ?? ""}${bytes.toString(key.encoding)}`;
}

/**
 * Secrets by provider: the environment's if set, else the one of the last start, else a new one.
 *
 * @throws {TypeError} with the variable's name, for a secret in a form that the provider cannot
 *   have
 */
export async function readSecrets(
  providers: readonly Provider[],
  environment: NodeJS.ProcessEnv,
  file: SecretFile,
): Promise<Readonly<Record<string, ConfiguredSecret>>> {
  const entries = providers.map(async (provider): Promise<[string, ConfiguredSecret]> => {
    const { id } = provider;
    const variable = variableOf(id);
    const configured = environment[variable];
    if (configured !== undefined && configured !== "") {
      assertUsable(provider, variable, configured);
      return [id, { variable, secret: [configured], origin: "environment" }];
    }
    const kept = await file.read(id);
    if (kept !== undefined) return [id, { variable, secret: [kept], origin: "kept" }];
    const generated = generateSecret(provider);
    const secret = await file.keep(id, generated);
    return [id, { variable, secret: [secret], origin: secret === generated ? "generated" : "kept" }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function assertUsable(provider: Provider, variable: string, secret: string): void {
  try {
    provider.safeVerify({ headers: {}, body: "" }, { secret });
  } catch (error) {
    throw new TypeError(`${variable}: ${(error as Error).message}`, { cause: error });
  }
}
