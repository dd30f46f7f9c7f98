import { Option, type Command } from "@commander-js/extra-typings";
import type { Io } from "../io/io.ts";
import { refusedSecretOption, secretEnvOption, secretFileOption } from "../secrets/secret-options.ts";
import { TAMPERINGS } from "../sending/tamper.ts";
import { readCount } from "./delivery-options.ts";
import { examples } from "./examples.ts";
import { readSeconds, readUrl } from "./option-values.ts";
import type { SetExitCode } from "./set-exit-code.ts";

/** Adds `flaghook send`. */
export function addSend(program: Command, io: Io, setExitCode: SetExitCode): void {
  program
    .command("send")
    .summary("sign a sample delivery and post it")
    .description(
      "Signs a delivery as the provider would, posts it, and shows the response. Exit code 0 if it was accepted; " +
        "with --tamper, if it was refused.",
    )
    .argument("<provider>", "one that `flaghook events` lists, or a module that exports a provider")
    .argument("<event>", "an event, perhaps with an action: push, issues.labeled")
    .requiredOption("--to <url>", "where to post it", readUrl)
    .option(
      "--payload <file>",
      "the body to send, byte for byte; - for the standard input (default: a sample)",
    )
    .option("--id <id>", "the delivery's id (default: a new one for each)")
    .addOption(new Option("--count <number>", "how many to send").argParser(readCount).default(1))
    .addOption(new Option("--concurrency <number>", "how many at a time").argParser(readCount).default(1))
    .addOption(new Option("--tamper <what>", "damage it, to see it refused").choices(TAMPERINGS))
    .addOption(
      new Option("--timeout <seconds>", "how long to wait for a response").argParser(readSeconds).default(10),
    )
    .addOption(secretEnvOption())
    .addOption(secretFileOption())
    .addOption(refusedSecretOption())
    .option("--json", "print a line of JSON for each response, and one for all of them")
    .addHelpText(
      "after",
      examples(
        ["flaghook send github push --to http://localhost:3000/webhooks/github", "one push"],
        [
          "flaghook send github issues.labeled --to http://localhost:3000/ --tamper body",
          "is a forgery refused?",
        ],
        [
          "flaghook send goff export --to http://localhost:3000/ --count 1000 --concurrency 20",
          "how fast is it?",
        ],
      ),
    )
    .action(async (provider, event, options) => {
      const { send } = await import("../actions/send.ts");
      setExitCode(await send(provider, event, options, io));
    });
}
