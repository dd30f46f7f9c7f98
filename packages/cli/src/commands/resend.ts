import { Option, type Command } from "@commander-js/extra-typings";
import type { Io } from "../io/io.ts";
import { refusedSecretOption, secretEnvOption, secretFileOption } from "../secrets/secret-options.ts";
import { examples } from "./examples.ts";
import { readSeconds, readUrl } from "./option-values.ts";
import type { SetExitCode } from "./set-exit-code.ts";

/** Adds `flaghook resend`. */
export function addResend(program: Command, io: Io, setExitCode: SetExitCode): void {
  program
    .command("resend")
    .summary("post saved deliveries again")
    .description("Posts saved deliveries again, in order, byte for byte. Exit code 0 if all were accepted.")
    .argument("<files...>", "HTTP requests, curl command lines or HTTP archives; - for the standard input")
    .requiredOption("--to <url>", "where to post them", readUrl)
    .option(
      "--resign <provider>",
      "sign them anew, for a receiver with another secret or a signed time that is over",
    )
    .addOption(
      new Option("--timeout <seconds>", "how long to wait for a response").argParser(readSeconds).default(10),
    )
    .addOption(secretEnvOption())
    .addOption(secretFileOption())
    .addOption(refusedSecretOption())
    .option("--json", "print a line of JSON for each response")
    .addHelpText(
      "after",
      examples(
        [
          "flaghook resend deliveries/*.http --to http://localhost:3000/webhooks/github",
          "all that were saved",
        ],
        [
          "flaghook resend d.http --to http://localhost:3000/ --resign github --secret-env DEV_SECRET",
          "for development",
        ],
      ),
    )
    .action(async (files, options) => {
      const { resend } = await import("../actions/resend.ts");
      setExitCode(await resend(files, options, io));
    });
}
