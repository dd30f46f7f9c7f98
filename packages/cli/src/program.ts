import { Command } from "@commander-js/extra-typings";
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
export function createProgram(io: Io, setExitCode: SetExitCode): Command {
  const program: Command = new Command("flaghook")
    .description("Says why a webhook's signature failed, and what to change.")
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
      ["flaghook verify goff - < delivery.http", "is it genuine?"],
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
  return program;
}
