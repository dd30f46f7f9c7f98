import { hostname } from "node:os";

/** Commands with which one ends the radar in the middle of work, and starts it again. */
export interface KillCommands {
  readonly kill: string;
  readonly start: string;
}

/**
 * The commands for this very process. In a container, which `Dockerfile` says, those of Docker: a
 * container's name for itself is its id.
 */
export function killCommands(environment: NodeJS.ProcessEnv): KillCommands {
  if (environment["RADAR_IN_CONTAINER"])
    return { kill: `docker kill ${hostname()}`, start: `docker start ${hostname()}` };
  const kill = process.platform === "win32" ? `taskkill /F /PID ${process.pid}` : `kill -9 ${process.pid}`;
  return { kill, start: "npx --yes pnpm@12.21.0 demo" };
}
