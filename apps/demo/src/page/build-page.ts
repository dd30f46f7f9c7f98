import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { PageFiles } from "./page-files.ts";

/**
 * Builds the page from its sources, in memory: no build can be stale, and none needs a step of its
 * own. In a process that ends afterwards, with the 150 MB that the bundler takes.
 *
 * @throws {Error} when it fails. The terminal says why
 */
export async function buildPage(): Promise<PageFiles> {
  const child = fork(join(import.meta.dirname, "build-process.ts"), { serialization: "advanced" });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the page could not be built: its process ended with ${code}`);
  });
  const [files] = (await Promise.race([once(child, "message"), ended])) as [PageFiles];
  ended.catch(() => {}); // its end is expected now
  child.disconnect();
  return files;
}
