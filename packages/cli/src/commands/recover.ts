import { Option, type Command } from "@commander-js/extra-typings";
import type { Io } from "../io/io.ts";
import { refusedSecretOption, secretEnvOption, secretFileOption } from "../secrets/secret-options.ts";
import { readCount } from "./delivery-options.ts";
import { examples } from "./examples.ts";
import { readSince, readUrl } from "./option-values.ts";
import type { SetExitCode } from "./set-exit-code.ts";

/** Adds `flaghook recover`. */
export function addRecover(program: Command, io: Io, setExitCode: SetExitCode): void {
  program
    .command("recover")
    .summary("get back what a receiver missed while it was down")
    .description(
      "Finds deliveries without a success through GitHub's API, and asks GitHub to redeliver each once, the oldest " +
        "first. GitHub never does that by itself.",
    )
    .argument("<provider>", "github, which alone has such an API")
    .option("--repo <owner/name>", "the webhooks of a repository")
    .option("--org <name>", "the webhooks of an organization")
    .option("--app", "the webhook of an app: the token is its JWT, or give --app-id and --private-key-file")
    .option("--app-id <id>", "the app's id or client id, to make the JWT")
    .option("--private-key-file <file>", "the app's private key, as GitHub gave it to you")
    .addOption(new Option("--hook <id>", "one webhook (default: all that are active)").argParser(readCount))
    .requiredOption(
      "--since <time>",
      "how far back: 2h, 30m, 3d, or a time (GitHub keeps 3 days, a server 7)",
      readSince,
    )
    .addOption(new Option("--to <url>", "send them there, instead of asking GitHub to").argParser(readUrl))
    .option("--dry-run", "list what is lost, and ask for nothing")
    .option("--state <file>", "record there what was dealt with, and leave out what is in it")
    .addOption(
      new Option(
        "--api-url <url>",
        "the API of your own server: https://HOST/api/v3 (default: GITHUB_API_URL)",
      ).argParser(readUrl),
    )
    .option("--token-env <name>", "variable that holds the token", "GITHUB_TOKEN")
    .addOption(secretEnvOption())
    .addOption(secretFileOption())
    .addOption(refusedSecretOption())
    .option("--json", "print a line of JSON for each delivery, and one for all of them")
    .addHelpText(
      "after",
      examples(
        ["flaghook recover github --repo octo-org/hello-world --since 2h --dry-run", "what was lost?"],
        [
          "flaghook recover github --org octo-org --since 1d --state recovered.txt",
          "go on where a run ended",
        ],
        ["flaghook recover github --app --app-id 1234 --private-key-file app.pem --since 3d", "of an app"],
        [
          "flaghook recover github --repo octo-org/hello-world --since 2h --to http://localhost:3000/",
          "to your machine",
        ],
      ),
    )
    .action(async (provider, options) => {
      const { recover } = await import("../actions/recover.ts");
      setExitCode(await recover(provider, options, io));
    });
}
