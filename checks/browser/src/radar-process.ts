import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { goff } from "@flaghook/goff";
import { signedDelivery } from "@flaghook/testing";
import { root } from "../../../tools/workspace/workspace.ts";

/** The secret of the radars that this check starts. */
export const SECRET = "a secret of this check";

/** A radar in a process of its own, as `pnpm demo` starts it. */
export interface RadarProcess {
  readonly url: string;
  readonly port: number;
  /** Resident memory, in MB. */
  memory(): number;
  /** Sends a notification of GO Feature Flag about one new flag. Gives the status. */
  addFlag(key: string, flag?: unknown): Promise<number>;
  /** Sends bytes that are signed, or not. Gives the status. */
  post(provider: string, body: string, headers: Record<string, string>): Promise<number>;
  /** Asks the API. */
  get<Body>(path: string): Promise<Body>;
  stop(): Promise<void>;
}

/**
 * Starts a radar over a folder. @throws {Error} with what it printed, when it ends before it serves
 */
export async function startRadar(
  folder: string,
  { port = 0, arguments: given = [] }: { port?: number; arguments?: readonly string[] } = {},
): Promise<RadarProcess> {
  const main = join(root, "apps/demo/src/main.ts");
  const child = spawn(process.execPath, ["-C", "@flaghook/source", main, ...given], {
    env: {
      ...process.env,
      RADAR_DATA: folder,
      PORT: String(port),
      RADAR_HOST: "",
      GOFF_WEBHOOK_SECRET: SECRET,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await addressOf(child);
  const post = async (provider: string, body: BodyInit, headers: Record<string, string>): Promise<number> => {
    const response = await fetch(`${url}/webhooks/${provider}`, { method: "POST", headers, body });
    await response.arrayBuffer();
    return response.status;
  };
  return {
    url,
    port: Number(new URL(url).port),
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024);
    },
    addFlag(key, flag = { disable: false }) {
      const payload = { meta: { hostname: "check" }, flags: { added: { [key]: flag } } };
      const { headers, body } = signedDelivery(goff, payload, { secret: SECRET });
      return post("goff", body, headers);
    },
    post,
    async get<Body>(path: string) {
      return (await (await fetch(url + path)).json()) as Body;
    },
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "close");
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface(stream).on("line", (line) => {
        lines.push(line);
        // Then everything that it fills itself with is there.
        if (line.includes("Serving until")) resolve(/The radar is at (http:\S+)/.exec(lines.join("\n"))![1]!);
      });
    }
    child.once("close", () => reject(new Error(`the radar did not start:\n${lines.join("\n")}`)));
  });
}
