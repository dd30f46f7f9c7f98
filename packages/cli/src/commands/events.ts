import type { Command } from "@commander-js/extra-typings";
import type { Io } from "../io/io.ts";
import { examples } from "./examples.ts";

/** Adds `flaghook events`. */
export function addEvents(program: Command, io: Io): void {
  program
    .command("events")
    .summary("list providers and events, with sample payloads")
    .description("Lists what there is: providers, a provider's events, or one event with a sample payload.")
    .argument("[provider]", "one that `flaghook events` lists, or a module that exports a provider")
    .argument("[event]", "an event, perhaps with an action: push, issues.labeled")
    .option("--sample", "print the sample payload alone")
    .option("--json", "print JSON, one line per provider or event")
    .addHelpText(
      "after",
      examples(
        ["flaghook events github", "all events of GitHub, with their actions"],
        ["flaghook events github issues.labeled", "its type, how it is deduped, a sample"],
        ["flaghook events goff notify --sample > notify.json", "a payload to change and send"],
      ),
    )
    .action(async (provider, event, options) => {
      const { events } = await import("../actions/events.ts");
      await events(provider, event, options, io);
    });
}
