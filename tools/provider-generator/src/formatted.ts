import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "oxfmt";
import { wrapDocblocks } from "../../../checks/repository/src/docblock-width.ts";
import { root } from "../../workspace/workspace.ts";

/** TypeScript as `pnpm format` and `pnpm format:text` leave it. */
export async function formatted(path: string, text: string): Promise<string> {
  const options = JSON.parse(readFileSync(join(root, ".oxfmtrc.json"), "utf8")) as { printWidth: number };
  const { code, errors } = await format(path, wrapDocblocks(text), { printWidth: options.printWidth });
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join("; ")}`);
  return code;
}
