import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { StartError } from "../start-error.ts";

/**
 * Creates the folder of the radar's files where there is none, for its owner alone.
 *
 * @throws {StartError} when the radar may not write there
 */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusableFolder(folder, error);
  }
}

/** Says why a folder cannot be used. A folder of the host in a container is often root's. */
export function unusableFolder(folder: string, error: unknown): StartError {
  const { code, message } = error as NodeJS.ErrnoException;
  const user = process.getuid?.() ?? "that runs the radar";
  const reasons: Readonly<Record<string, string>> = {
    EACCES: `the user ${user} may not write there (EACCES). Make that user its owner, or set another folder.`,
    EROFS: "nothing can be written there (EROFS). Set another folder.",
    EEXIST: "it is not a folder (EEXIST). Set another.",
    ENOTDIR: "it is not a folder (ENOTDIR). Set another.",
  };
  return new StartError(`RADAR_DATA: ${folder} cannot be used: ${reasons[code ?? ""] ?? message}`);
}
