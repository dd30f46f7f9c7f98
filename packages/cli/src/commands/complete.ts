import type { Command } from "@commander-js/extra-typings";
import { examples } from "./examples.ts";

/** Shells whose completion there is. */
const SHELLS = "bash, zsh, fish or powershell";

/** Shows `flaghook complete` in the help. Its action is added when it is called. */
export function showComplete(program: Command): void {
  program
    .command("complete")
    .argument("[shell]", SHELLS)
    .description(`print the completion of a shell: ${SHELLS}`);
}

/**
 * Adds `flaghook complete`, which prints a shell's script, and is called by it for suggestions:
 * `complete -- send github pu`.
 */
export async function addComplete(program: Command, args: readonly string[]): Promise<void> {
  const [{ default: tab }, { OWN_PROVIDERS, loadProvider }] = await Promise.all([
    import("@bomb.sh/tab/commander"),
    import("../providers/load-provider.ts"),
  ]);
  const completion = tab(program as unknown as Parameters<typeof tab>[0]); // without the extra types
  program.commands
    .find((command) => command.name() === "complete")
    ?.addHelpText(
      "after",
      examples(
        ["source <(flaghook complete bash)", "in ~/.bashrc"],
        ["source <(flaghook complete zsh)", "in ~/.zshrc"],
        ["flaghook complete fish > ~/.config/fish/completions/flaghook.fish", "once, for fish"],
        ["flaghook complete powershell | Out-String | Invoke-Expression", "in $PROFILE"],
      ),
    );
  const typedProvider = args[args.indexOf("--") + 2] ?? "";
  const events = OWN_PROVIDERS.includes(typedProvider) ? (await loadProvider(typedProvider)).events : {};
  for (const command of ["verify", "explain", "send", "events", "recover"]) {
    const providers = command === "recover" ? ["github"] : OWN_PROVIDERS;
    const registered = completion.commands.get(command);
    registered?.argument("provider", (complete) => providers.forEach((id) => complete(id, "")));
    if (command === "send" || command === "events") {
      registered?.argument("event", (complete) => Object.keys(events).forEach((name) => complete(name, "")));
    }
  }
}
