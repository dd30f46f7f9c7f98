import { CommanderError } from "commander";
import { addComplete } from "./commands/complete.ts";
import type { Io } from "./io/io.ts";
import { UsageError } from "./io/usage-error.ts";
import { createProgram } from "./program.ts";

/**
 * Runs one command line and gives its exit code: 0 genuine or done, 1 refused or failed, 2 used
 * wrongly.
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const isCompleting = args[0] === "complete";
  const [, shell = ""] = isCompleting && args.length === 2 ? args : [];
  const program = createProgram(io, (code) => (exitCode = code), isCompleting);
  try {
    if (isCompleting) {
      const { SCRIPTS } = await import("./commands/completion-scripts.ts");
      if (Object.hasOwn(SCRIPTS, shell)) {
        io.stdout.write(SCRIPTS[shell as keyof typeof SCRIPTS]);
        return 0;
      }
    }
    if (isCompleting) await addComplete(program, args);
    // PowerShell sends a space for a word that is not begun yet.
    const words = isCompleting ? args.map((word) => word.trimStart()) : [...args];
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has printed its message
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`error: ${error.message}\n`);
    return 2;
  }
}
