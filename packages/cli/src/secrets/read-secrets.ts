import type { Io } from "../io/io.ts";
import { readBytes } from "../io/read-all.ts";
import { UsageError } from "../io/usage-error.ts";
import type { SecretSource } from "./secret-options.ts";

/** The variable in which a provider's secret is looked for when none is named. */
export function variableOf(provider: string): string {
  return `${provider.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_WEBHOOK_SECRET`;
}

/**
 * The secrets that options name; else that of the provider's variable; else one that is typed, if a
 * person is there to ask.
 */
export async function readSecrets(
  provider: string,
  source: SecretSource,
  io: Io,
): Promise<readonly string[]> {
  const secrets: string[] = [];
  for (const name of source.secretEnv ?? []) secrets.push(fromEnvironment(name, io));
  for (const file of source.secretFile ?? []) secrets.push(await fromFile(file));
  if (secrets.length > 0) return secrets;

  const variable = variableOf(provider);
  const found = io.env[variable];
  if (found !== undefined && found !== "") return [found];
  if (io.stdin.isTTY !== true || io.stderr.isTTY !== true) {
    throw new UsageError(
      `there is no secret: set ${variable}, or name another variable with --secret-env or a file with --secret-file.`,
    );
  }
  const { askForSecret } = await import("./ask-for-secret.ts");
  return [await askForSecret(provider, variable, io)];
}

/** The secret of one environment variable. */
export function fromEnvironment(name: string, io: Io): string {
  const value = io.env[name];
  if (value !== undefined && value !== "") return value;
  const isSecret = !/^[A-Za-z_]\w*$/.test(name);
  if (isSecret) throw new UsageError("--secret-env takes the name of a variable, not the secret itself");
  throw new UsageError(`the environment variable ${name} is ${value === undefined ? "not set" : "empty"}`);
}

/** A file's text, without the one line break that editors end a file with. */
async function fromFile(file: string): Promise<string> {
  const text = (await readBytes(file)).toString("utf8").replace(/\r?\n$/, "");
  if (text === "") throw new UsageError(`the secret's file ${file} is empty`);
  return text;
}
