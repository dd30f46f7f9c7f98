import { Option, type Command } from "@commander-js/extra-typings";
import type { Io } from "../io/io.ts";
import { refusedSecretOption, secretEnvOption, secretFileOption } from "../secrets/secret-options.ts";
import { examples } from "./examples.ts";
import { readPort, readSeconds, readUrl } from "./option-values.ts";

/** Adds `flaghook listen`. */
export function addListen(program: Command, io: Io): void {
  program
    .command("listen")
    .summary("receive deliveries, show them, forward and save them")
    .description(
      "Receives deliveries and shows each as it comes. A genuine one is forwarded, byte for byte; a refused one is " +
        "explained, and goes nowhere.",
    )
    .requiredOption(
      "--provider <provider>",
      "one that `flaghook events` lists, or a module that exports a provider",
    )
    .addOption(
      new Option("--port <port>", "where to listen; 0 for any free port").argParser(readPort).default(4440),
    )
    .option("--host <host>", "the address to listen on", "127.0.0.1")
    .addOption(
      new Option("--forward <url>", "your app: its response goes back to the sender").argParser(readUrl),
    )
    .addOption(
      new Option("--timeout <seconds>", "how long your app may take").argParser(readSeconds).default(30),
    )
    .option("--save <folder>", "save each delivery there, for verify, explain and resend")
    .addOption(secretEnvOption())
    .addOption(secretFileOption())
    .addOption(refusedSecretOption())
    .option("--json", "print a line of JSON for each thing that happens")
    .addHelpText(
      "after",
      examples(
        ["flaghook listen --provider github", "at http://127.0.0.1:4440, any path"],
        [
          "flaghook listen --provider github --forward http://localhost:3000/webhooks/github",
          "in front of your app",
        ],
        ["flaghook listen --provider goff --save deliveries --json", "keep them, for programs"],
      ),
    )
    .action(async (options) => {
      const { listen } = await import("../actions/listen.ts");
      await listen(options, io);
    });
}
