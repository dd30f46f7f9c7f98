import type { Command } from "@commander-js/extra-typings";
import type { Io } from "../io/io.ts";
import { refusedSecretOption, secretEnvOption, secretFileOption } from "../secrets/secret-options.ts";
import { atOption, bodyOption, entryOption, formOption, headerOption } from "./delivery-options.ts";
import { examples } from "./examples.ts";
import type { SetExitCode } from "./set-exit-code.ts";

/** Adds `flaghook verify`. */
export function addVerify(program: Command, io: Io, setExitCode: SetExitCode): void {
  program
    .command("verify")
    .summary("say whether a saved delivery is genuine")
    .description(
      "Says whether a saved delivery is genuine: exit code 0 if it is, 1 if not, 2 when used wrongly.",
    )
    .argument(
      "<provider>",
      "who sent it: one that `flaghook events` lists, or a module that exports a provider",
    )
    .argument("[file]", "an HTTP request, a curl command line or an HTTP archive; - for the standard input")
    .addOption(secretEnvOption())
    .addOption(secretFileOption())
    .addOption(refusedSecretOption())
    .addOption(headerOption())
    .addOption(bodyOption())
    .addOption(formOption())
    .addOption(entryOption())
    .addOption(atOption())
    .option("--json", "print the result as one line of JSON")
    .addHelpText(
      "after",
      examples(
        ["flaghook verify github delivery.http", "the secret is in GITHUB_WEBHOOK_SECRET"],
        ["pbpaste | flaghook verify goff - --secret-file secret.txt", "a request that you copied as cURL"],
        [
          "flaghook verify github -H 'X-Hub-Signature-256: sha256=…' -H 'X-GitHub-Event: push' --body @body.json",
          "its parts",
        ],
      ),
    )
    .action(async (provider, file, options) => {
      const { verify } = await import("../actions/verify.ts");
      setExitCode(await verify(provider, file, options, io));
    });
}
