import { Command } from "@commander-js/extra-typings";
import { showComplete } from "./commands/complete.ts";
import { addEvents } from "./commands/events.ts";
import { addExplain } from "./commands/explain.ts";
import { examples } from "./commands/examples.ts";
import type { SetExitCode } from "./commands/set-exit-code.ts";
import { addInbox } from "./commands/inbox.ts";
import { addListen } from "./commands/listen.ts";
import { addRecover } from "./commands/recover.ts";
import { addResend } from "./commands/resend.ts";
import { addSend } from "./commands/send.ts";
import { addVerify } from "./commands/verify.ts";
import type { Io } from "./io/io.ts";
import { widthOf } from "./output/wrap.ts";
import { version } from "./version.ts";

/** The command line. Loads the action of a command when it runs, so that help appears at once. */
export function createProgram(io: Io, setExitCode: SetExitCode, isCompleting: boolean): Command {
  const program: Command = new Command("flaghook")
    .description(
      "Says why a webhook's signature failed, sends signed deliveries, listens for them, and gets lost ones back.",
    )
    .version(version(), "-V, --version")
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => widthOf(io.stdout),
      getErrHelpWidth: () => widthOf(io.stderr),
    });
  program.addHelpText(
    "after",
    examples(
      ["flaghook explain github delivery.http", "why was this delivery refused?"],
      ["flaghook listen --provider github --forward http://localhost:3000/hook", "what arrives?"],
      ["flaghook send github push --to http://localhost:3000/hook", "does it work?"],
      ["flaghook recover github --repo octo-org/hello-world --since 2h", "what was missed?"],
    ),
  );
  addVerify(program, io, setExitCode);
  addExplain(program, io, setExitCode);
  addSend(program, io, setExitCode);
  addListen(program, io);
  addResend(program, io, setExitCode);
  addRecover(program, io, setExitCode);
  addInbox(program, io, setExitCode);
  addEvents(program, io);
  if (!isCompleting) showComplete(program);
  return program;
}
