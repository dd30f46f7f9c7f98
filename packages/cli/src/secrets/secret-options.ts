import { Option } from "@commander-js/extra-typings";
import { UsageError } from "../io/usage-error.ts";

/** Where the secrets of a command come from. Never the command line itself. */
export interface SecretSource {
  readonly secretEnv?: readonly string[];
  readonly secretFile?: readonly string[];
}

/** `--secret-env NAME`, which may be repeated. */
export function secretEnvOption(): Option<"--secret-env <name>", undefined, undefined, string[]> {
  return new Option(
    "--secret-env <name>",
    "environment variable that holds the secret (repeat to rotate)",
  ).argParser(collect);
}

/** `--secret-file FILE`, which may be repeated. */
export function secretFileOption(): Option<"--secret-file <file>", undefined, undefined, string[]> {
  return new Option("--secret-file <file>", "file that holds the secret alone (repeat to rotate)").argParser(
    collect,
  );
}

/** `--secret`, which people try first, to say why it is not there. */
export function refusedSecretOption(): Option<"-s, --secret [value]", undefined, undefined, never> {
  return new Option("-s, --secret [value]").hideHelp().argParser((): never => {
    throw new UsageError(
      "a secret is no argument: every user of this machine can see it in the list of processes, and your " +
        "shell keeps it in its history. Use --secret-env NAME, --secret-file FILE, or type it when asked.",
    );
  });
}

/** Collects what an option was given each time. */
export function collect(value: string, all: string[] = []): string[] {
  return [...all, value];
}
