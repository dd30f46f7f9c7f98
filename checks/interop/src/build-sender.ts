import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What GO Feature Flag v1.55.2 itself asks for. */
const MINIMUM = [1, 26, 6];

const UNREACHABLE =
  /dial tcp|no such host|lookup |connection refused|i\/o timeout|proxyconnect|network is unreachable/;

/**
 * Builds the Go program in `go/` with the system's Go.
 *
 * `skipped` says why it cannot be built on this machine: no Go, an older one, or no way to the
 * module proxy. Any other failure is an error.
 */
export function buildSender(target: string): { sender: string } | { skipped: string } {
  const cwd = join(import.meta.dirname, "../go");
  const version = /go(\d+)\.(\d+)(?:\.(\d+))?/.exec(run("go", ["env", "GOVERSION"], cwd)?.stdout ?? "");
  if (version === null) return { skipped: "There is no Go on the PATH." };
  const found = version.slice(1).map((part) => Number(part ?? 0));
  if (isOlder(found)) return { skipped: `Go ${found.join(".")} is older than ${MINIMUM.join(".")}.` };

  const download = run("go", ["mod", "download"], cwd);
  if (download?.status !== 0) {
    const reason = download?.stderr ?? "";
    if (UNREACHABLE.test(reason)) return { skipped: "The Go modules are not here and cannot be fetched." };
    throw new Error(`go mod download: ${reason}`);
  }
  const build = run("go", ["build", "-mod=readonly", "-o", target, "."], cwd);
  if (build?.status !== 0) throw new Error(`go build: ${build?.stderr ?? ""}`);
  return { sender: target };
}

function isOlder(found: readonly number[]): boolean {
  const index = MINIMUM.findIndex((part, at) => part !== found[at]);
  return index >= 0 && (found[index] ?? 0) < MINIMUM[index]!;
}

function run(
  command: string,
  parameters: readonly string[],
  cwd: string,
): { status: number | null; stdout: string; stderr: string } | undefined {
  const result = spawnSync(command, parameters, { cwd, encoding: "utf8" });
  return result.error === undefined ? result : undefined;
}
