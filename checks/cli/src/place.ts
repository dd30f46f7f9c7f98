import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { github } from "@flaghook/github";
import { root } from "../../../tools/workspace/workspace.ts";

/** The secret of every delivery here. */
export const SECRET = "a secret of this check";

/** The body of a ping. */
export const GENUINE =
  '{"zen":"Design for failure.","hook_id":1,"hook":{"name":"web","id":1,"created_at":"","updated_at":""}}';

/** A folder to run commands in, with `flaghook` on the path and two saved deliveries. */
export interface Place {
  readonly folder: string;
  /** A terminal's environment, without any secret of whoever runs this. */
  readonly env: Readonly<Record<string, string>>;
}

/** Creates the folder. It goes when the process ends. */
export function createPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-cli-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const bin = join(root, "packages/cli/dist/flaghook.js");
  writeFileSync(join(folder, "flaghook"), `#!/bin/sh\nexec node '${bin}' "$@"\n`, { mode: 0o755 });
  const headers = github.sign(GENUINE, { secret: SECRET, name: "ping" });
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  writeFileSync(join(folder, "genuine.http"), `POST / HTTP/1.1\r\n${head.join("")}\r\n${GENUINE}`);
  const printed = JSON.stringify(JSON.parse(GENUINE), null, 2);
  writeFileSync(join(folder, "refused.http"), `POST / HTTP/1.1\r\n${head.join("")}\r\n${printed}`);
  const { HOME = folder, LANG = "C.UTF-8" } = process.env;
  const path = [folder, join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  return { folder, env: { PATH: path, HOME, LANG, TERM: "xterm-256color" } };
}
