import { readFile } from "node:fs/promises";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** The bytes of a file, or of the standard input for `-`. */
export async function readAll(path: string, io: Io): Promise<Buffer> {
  if (path !== "-") return readBytes(path);
  if (io.stdin.isTTY === true) io.stderr.write("reading the standard input; end it with Ctrl-D\n");
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The bytes of a file. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`there is no file ${path}`, { cause: error });
    if (code === "EISDIR") throw new UsageError(`${path} is a folder`, { cause: error });
    throw new UsageError(`${path} cannot be read (${code})`, { cause: error });
  }
}
