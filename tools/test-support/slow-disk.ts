import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Interposed by the dynamic linker: a wait, and then the real call. A disk that is slow to promise.
const SOURCE = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
static void wait_a_while(void) {
  const char *text = getenv("SLOW_FSYNC_MS");
  long ms = text ? atol(text) : 0;
  struct timespec time = { ms / 1000, (ms % 1000) * 1000000L };
  nanosleep(&time, 0);
}
int fsync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
  wait_a_while();
  return real(fd);
}
int fdatasync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
  wait_a_while();
  return real(fd);
}
`;

/**
 * Environment in which a program's fsync takes longer. `undefined` where there is no C compiler, or
 * not Linux.
 */
export function slowDisk(milliseconds: number): NodeJS.ProcessEnv | undefined {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-slow-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755); // Postgres reads it as another user
  const [source, library] = [join(folder, "slow.c"), join(folder, "slow.so")];
  writeFileSync(source, SOURCE);
  const { status } = spawnSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]);
  if (status === 0) chmodSync(library, 0o755);
  if (process.platform !== "linux" || status !== 0) return undefined;
  return { ...process.env, LD_PRELOAD: library, SLOW_FSYNC_MS: String(milliseconds) };
}
