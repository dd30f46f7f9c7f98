import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import type { Place } from "./place.ts";

/** A command in a terminal of its own. */
export interface Terminal {
  /** Waits until the screen shows what the pattern matches. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  type(keys: string): void;
  /** Everything that was written to it, control codes among it. */
  written(): string;
  /** The lines that it shows, those above the screen too. */
  screen(): string;
  readonly exitCode: Promise<number>;
}

interface Options {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 20_000;

/** Starts a command in a terminal. */
export function openTerminal(
  place: Place,
  command: string,
  args: readonly string[],
  { columns = 100, env = {} }: Options = {},
): Terminal {
  const size = { cols: columns, rows: 40 };
  const pty = spawn(command, [...args], { ...size, cwd: place.folder, env: { ...place.env, ...env } });
  const screen = new xterm.Terminal({ ...size, scrollback: 2000, allowProposedApi: true });
  const looks = new Set<() => void>();
  let written = "";
  pty.onData((data) => {
    written += data;
    screen.write(data, () => looks.forEach((look) => look()));
  });
  const exitCode = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode: code }) => screen.write("", () => resolve(code)));
  });
  const text = (): string => {
    const { active } = screen.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, index) => active.getLine(index)?.translateToString(true) ?? "",
    );
    return lines.join("\n").trimEnd();
  };
  return {
    exitCode,
    type: (keys) => pty.write(keys),
    written: () => written,
    screen: text,
    shows: async (pattern) =>
      new Promise((resolve, reject) => {
        const timeout = setTimeout(() => {
          pty.kill();
          reject(new Error(`the terminal never shows ${pattern}, but:\n${text()}`));
        }, TIMEOUT_MS);
        const look = (): void => {
          const found = pattern.exec(text());
          if (found === null) return;
          looks.delete(look);
          clearTimeout(timeout);
          resolve(found);
        };
        looks.add(look);
        look();
      }),
  };
}
