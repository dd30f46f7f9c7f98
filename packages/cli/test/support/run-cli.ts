import { PassThrough, Readable } from "node:stream";
import type { Io } from "../../src/io/io.ts";
import { run } from "../../src/run.ts";

/** What a command line left behind. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface CliOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly stop?: AbortSignal;
}

/** Runs a command line in this process, without a terminal. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).ended;
}

/** A command line that runs, and what it has written so far. */
export interface RunningCli {
  readonly ended: Promise<CliResult>;
  /** Waits until a line of either stream matches, and gives what the pattern found in it. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  stop(): void;
}

/** Starts a command line in this process, to talk to it while it runs. */
export function startCli(args: readonly string[], { stdin = "", env = {} }: CliOptions = {}): RunningCli {
  const stopped = new AbortController();
  const out = recorded();
  const err = recorded();
  const io: Io = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: out.stream,
    stderr: err.stream,
    env,
    stopSignal: () => stopped.signal,
  };
  const ended = run(args, io).then((code) => ({ code, stdout: out.text(), stderr: err.text() }));
  return {
    ended,
    stop: () => stopped.abort(),
    waitFor: async (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(out.text()) ?? pattern.exec(err.text());
          if (found !== null) resolve(found);
        };
        out.stream.on("data", look);
        err.stream.on("data", look);
        look();
        ended.then(
          () => reject(new Error(`it ended without ${pattern}: ${out.text()}${err.text()}`)),
          (error: unknown) => reject(error as Error),
        );
      }),
  };
}

function recorded(): { readonly stream: PassThrough; text(): string } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}
