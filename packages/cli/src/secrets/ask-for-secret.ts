import type { Readable, Writable } from "node:stream";
import { isCancel, password } from "@clack/prompts";
import type { Io } from "../io/io.ts";
import { UsageError } from "../io/usage-error.ts";

/** Asks for a secret on the terminal, without showing it. */
export async function askForSecret(provider: string, variable: string, io: Io): Promise<string> {
  const secret = await password({
    message: `The secret of this ${provider} webhook (or set ${variable})`,
    input: io.stdin as Readable,
    output: io.stderr as Writable,
    validate: (value) => (value === undefined || value === "" ? "It is empty." : undefined),
  });
  if (isCancel(secret)) throw new UsageError("no secret was given");
  return secret;
}
