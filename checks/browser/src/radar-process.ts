import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Provider } from "@flaghook/core";
import { goff } from "@flaghook/goff";
import { signedDelivery } from "@flaghook/testing";
import { goff as samples } from "@flaghook/testing/samples";
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
  /** Sends a batch of GO Feature Flag's exporter with one evaluation. Gives the status. */
  sendEvaluations(flag: string, variation: string): Promise<number>;
  /** Sends bytes that are signed, or not. Gives the status. */
  post(provider: string, body: string, headers: Record<string, string>): Promise<number>;
  /** Asks the API. */
  get<Body>(path: string): Promise<Body>;
  readonly pid: number;
  /** Sends a signed delivery. Gives the status. */
  send(provider: Provider, payload: unknown): Promise<number>;
  /** Resolves once the process has ended, however it did. */
  ended(): Promise<void>;
  stop(): Promise<void>;
}

/** How a radar is started. */
export interface StartOptions {
  readonly port?: number;
  readonly arguments?: readonly string[];
  /** What it finds in its environment, servers among it. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Starts a radar over a folder. @throws {Error} with what it printed, when it ends before it serves
 */
export async function startRadar(
  folder: string,
  { port = 0, arguments: given = [], environment = {} }: StartOptions = {},
): Promise<RadarProcess> {
  const main = join(root, "apps/demo/src/main.ts");
  const child = spawn(process.execPath, ["-C", "@flaghook/source", main, ...given], {
    env: {
      ...process.env,
      RADAR_DATA: folder,
      PORT: String(port),
      RADAR_HOST: "",
      REDIS_URL: "",
      DATABASE_URL: "",
      GOFF_WEBHOOK_SECRET: SECRET,
      OPTIMIZELY_WEBHOOK_SECRET: SECRET,
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await addressOf(child);
  const post = async (provider: string, body: BodyInit, headers: Record<string, string>): Promise<number> => {
    const response = await fetch(`${url}/webhooks/${provider}`, { method: "POST", headers, body });
    await response.arrayBuffer();
    return response.status;
  };
  const send: RadarProcess["send"] = (provider, payload) => {
    const { headers, body } = signedDelivery(provider, payload, { secret: SECRET });
    return post(provider.id, body, headers);
  };
  const ended = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  };
  return {
    url,
    pid: child.pid!,
    send,
    ended,
    port: Number(new URL(url).port),
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024);
    },
    addFlag(key, flag = { disable: false }) {
      return send(goff, { meta: { hostname: "check" }, flags: { added: { [key]: flag } } });
    },
    sendEvaluations(key, variation) {
      const event = {
        ...samples.export.events[0],
        key,
        variation,
        creationDate: Math.floor(Date.now() / 1000),
      };
      const payload = { meta: {}, events: [event] };
      const { headers, body } = signedDelivery(goff, payload, { secret: SECRET });
      return post("goff", body, headers);
    },
    post,
    async get<Body>(path: string) {
      return (await (await fetch(url + path)).json()) as Body;
    },
    async stop() {
      child.kill("SIGTERM");
      await ended();
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
