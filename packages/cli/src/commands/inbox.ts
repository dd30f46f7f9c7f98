import { Option, type Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import type * as actionsModule from "../actions/inbox.ts";
import type { Io } from "../io/io.ts";
import { readCount } from "./delivery-options.ts";
import { examples } from "./examples.ts";
import { readDuration, readSince } from "./option-values.ts";
import type { SetExitCode } from "./set-exit-code.ts";

const STATES = ["pending", "running", "done", "dead"] as const;

type Actions = typeof actionsModule;

/** The options of all these commands: each reads those that it declares. */
type Given = Parameters<Actions["list"]>[0] & { readonly all?: true; readonly olderThan: Date };

/** Adds `flaghook inbox` and its commands, which are called as the methods of an inbox are. */
export function addInbox(program: Command, io: Io, setExitCode: SetExitCode): void {
  const inbox = program
    .command("inbox")
    .summary("operate an inbox: list, show, retry, delete, purge, counts")
    .description(
      "Operates an inbox of @flaghook/inbox. Engines are loaded from the project in the current folder.",
    )
    .addHelpText(
      "after",
      examples(
        ["flaghook inbox counts --sqlite inbox.db", "how many are pending, running, done, dead?"],
        [
          "flaghook inbox list --redis REDIS_URL --store-name shop",
          "the dead ones; the URL is in a variable",
        ],
        ["flaghook inbox retry --reason attempts --sqlite inbox.db", "all that used up their attempts"],
      ),
    );
  withStore(inbox); // they may stand before the command's name, too

  /** `choose` gets the options of the command and its ids. */
  const run = (
    command: CommandUnknownOpts,
    example: readonly [line: string, what: string],
    choose: (actions: Actions, options: Given, ids: readonly string[]) => actionsModule.Operation,
  ): void => {
    withStore(command).option("--json", "print JSON").addHelpText("after", examples(example));
    command.action(async () => {
      const actions = await import("../actions/inbox.ts");
      const options = command.optsWithGlobals() as unknown as Given;
      setExitCode(await actions.operate(options, io, choose(actions, options, command.args)));
    });
  };

  run(
    inbox.command("counts").description("Counts deliveries by their state."),
    ["flaghook inbox counts --sqlite inbox.db", "how many are in which state?"],
    (actions, options) => actions.counts(options),
  );
  run(
    withFilters(inbox.command("list").description("Lists deliveries of one state, the oldest first."))
      .addOption(new Option("--state <state>", "which ones").choices(STATES).default("dead"))
      .addOption(new Option("--limit <number>", "how many at most").argParser(readCount).default(100))
      .option("--after <id>", "go on after this delivery"),
    [
      "flaghook inbox list --provider github --since 1d --sqlite inbox.db",
      "what of GitHub died since yesterday?",
    ],
    (actions, options) => actions.list(options),
  );
  run(
    inbox.command("show").description("Shows one delivery with its payload.").argument("<id>"),
    ["flaghook inbox show 42 --sqlite inbox.db", "with its payload"],
    (actions, options, [id]) => actions.show(id!, options),
  );
  run(
    withFilters(
      inbox
        .command("retry")
        .description("Gives dead deliveries all their attempts again: those with these ids, or all that fit.")
        .argument("[ids...]"),
    ).option("--all", "all dead ones, but for replays kept aside"),
    ["flaghook inbox retry --reason attempts --sqlite inbox.db", "all that used up their attempts"],
    (actions, options, ids) => actions.retry(ids, options),
  );
  run(
    inbox
      .command("delete")
      .description("Deletes deliveries. Their duplicates are still known.")
      .argument("<ids...>"),
    ["flaghook inbox delete 42 43 --sqlite inbox.db", "two that nobody needs"],
    (actions, options, ids) => actions.remove(ids, options),
  );
  run(
    inbox
      .command("purge")
      .description("Removes what ended before a time: done deliveries whose window is over, and dead ones.")
      .requiredOption("--older-than <time>", "30d, or a time", readSince),
    ["flaghook inbox purge --older-than 30d --sqlite inbox.db", "what ended a month ago"],
    (actions, options) => actions.purge(options.olderThan, options),
  );
}

function withStore(command: CommandUnknownOpts): CommandUnknownOpts {
  return command
    .option("--sqlite <file>", "an inbox in a file")
    .option("--redis <url>", "an inbox of @flaghook/inbox-bullmq: a URL, or the variable that holds one")
    .option("--postgres <url>", "an inbox of @flaghook/inbox-pg-boss: a URL, or the variable that holds one")
    .option("--store-name <name>", "the name of its store, with --redis and --postgres")
    .option("--window <time>", "its windowMs, where that is not 7d: 12h, 30d", readDuration)
    .addOption(
      new Option("--durability <word>", "for a server that does not say how it writes").choices([
        "asserted",
        "unsafe",
      ]),
    );
}

function withFilters(command: CommandUnknownOpts): CommandUnknownOpts {
  return command
    .option("--reason <reason>", "why they are dead: attempts, replay, schema-mismatch …")
    .option("--provider <id>", "whose they are")
    .option("--scope <scope>", "the endpoint or tenant")
    .option("--name <event>", "the event's name")
    .option("--since <time>", "received then or later: 2h, 3d, or a time", readSince)
    .option("--until <time>", "received before: 2h, 3d, or a time", readSince);
}
