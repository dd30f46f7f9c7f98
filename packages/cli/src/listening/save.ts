import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../io/usage-error.ts";

type Headers = readonly (readonly [name: string, value: string])[];

/** How many refused deliveries are saved: a stranger may send any number of them. */
const MAX_REFUSED = 100;

/** A delivery to save. */
interface Saveable {
  readonly isGenuine: boolean;
  readonly headers: Headers;
  readonly receivedAt: Date;
  /** Its file is named for them: the event and the id, both from outside. */
  readonly labels: readonly (string | undefined)[];
  /** The file's content, made of those of the headers that may be saved. */
  readonly write: (headers: Headers) => Uint8Array;
}

/** Saves a delivery, and gives its file, or why it was not saved. */
export type Save = (delivery: Saveable) => Promise<{ readonly file: string } | { readonly unsaved: string }>;

/**
 * Saves deliveries in a folder that nobody else may read. Leaves out the headers in which a token
 * scheme sends the secret, whatever their value; one that holds a secret of ours elsewhere is not
 * saved at all.
 *
 * @throws {UsageError} when there cannot be such a folder
 */
export function createSave(
  folder: string,
  secrets: readonly string[],
  secretHeaders: readonly string[],
): Save {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UsageError(`${folder} cannot be made (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
  let refused = 0;
  let count = 0;
  return async ({ isGenuine, headers: all, receivedAt, labels, write }) => {
    const headers = all.filter(([name]) => !secretHeaders.includes(name.toLowerCase()));
    const holdsSecret = headers.some(([, value]) => secrets.some((secret) => value.includes(secret)));
    if (holdsSecret) return { unsaved: "its headers hold the secret itself" };
    if (!isGenuine && refused >= MAX_REFUSED) return { unsaved: `${MAX_REFUSED} refused ones are enough` };
    if (!isGenuine) refused += 1;
    count += 1;
    const parts = [
      receivedAt.toISOString().replaceAll(/[:.]/g, "-"),
      String(count),
      ...(isGenuine ? [] : ["refused"]),
      ...labels.filter((label) => label !== undefined),
    ];
    const name = parts.map((part) => part.replaceAll(/[^\w-]+/g, "_").slice(0, 60)).join("-");
    const file = join(folder, `${name}.http`);
    try {
      await writeFile(file, write(headers), { mode: 0o600, flag: "wx" });
      return { file };
    } catch (error) {
      return { unsaved: (error as Error).message };
    }
  };
}
