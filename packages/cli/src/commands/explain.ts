import { Option, type Command } from "@commander-js/extra-typings";
import type { Io } from "../io/io.ts";
import {
  collect,
  refusedSecretOption,
  secretEnvOption,
  secretFileOption,
} from "../secrets/secret-options.ts";
import { atOption, bodyOption, entryOption, formOption, headerOption } from "./delivery-options.ts";
import { examples } from "./examples.ts";
import type { SetExitCode } from "./set-exit-code.ts";

const FRAMEWORKS = [
  "express",
  "fastify",
  "fetch",
  "hono",
  "koa",
  "lambda",
  "nest",
  "next",
  "next-pages",
  "node",
] as const;

/** Adds `flaghook explain`. */
export function addExplain(program: Command, io: Io, setExitCode: SetExitCode): void {
  program
    .command("explain")
    .summary("say why a delivery is refused, and prove it")
    .description(
      "Says why a delivery is refused. A cause is called proven when undoing the damage made the signature match.",
    )
    .argument(
      "<provider>",
      "who sent it: one that `flaghook events` lists, or a module that exports a provider",
    )
    .argument("[file]", "an HTTP request, a curl command line or an HTTP archive; - for the standard input")
    .addOption(secretEnvOption())
    .addOption(secretFileOption())
    .addOption(
      new Option(
        "--other-secret-env <name>",
        "variable with the secret of another endpoint (repeat)",
      ).argParser(collect),
    )
    .addOption(refusedSecretOption())
    .addOption(headerOption())
    .addOption(bodyOption())
    .addOption(formOption())
    .addOption(entryOption())
    .addOption(atOption())
    .addOption(
      new Option("--framework <name>", "the framework that received it, for its own fix").choices(FRAMEWORKS),
    )
    .option("--json", "print the diagnosis as one line of JSON")
    .addHelpText(
      "after",
      examples(
        ["flaghook explain github delivery.http", "the secret is in GITHUB_WEBHOOK_SECRET"],
        [
          "flaghook explain github delivery.http --other-secret-env STAGING_SECRET",
          "were two secrets swapped?",
        ],
        ["flaghook explain goff - --framework express --json < delivery.http", "for a program"],
      ),
    )
    .action(async (provider, file, options) => {
      const { diagnose } = await import("../actions/diagnose.ts");
      setExitCode(await diagnose(provider, file, options, io));
    });
}
