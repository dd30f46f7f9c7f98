import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FetchDatafile } from "@flaghook/optimizely";
import type { Hono } from "hono";
import { onTestFinished } from "vitest";
import { providers } from "../src/providers.ts";
import { openRadar, type Radar } from "../src/radar.ts";

/** What a test does with a radar of its own. */
export interface TestRadar extends Radar {
  readonly app: Hono;
  readonly logged: readonly string[];
  /** The JSON of a response, which must be 200. */
  get<Body>(path: string): Promise<Body>;
  /** Sends a delivery, signed with the radar's own secret unless headers are given. */
  send(
    provider: string,
    payload: unknown,
    options?: { name?: string; id?: string; headers?: Record<string, string> },
  ): Promise<Response>;
}

/** Opens a radar in a folder that goes with the test, or with the tests that share it. */
export async function openTestRadar({
  token,
  now,
  environment = {},
  fetchDatafile,
  closeWith = onTestFinished,
}: {
  token?: string;
  now?: () => Date;
  environment?: NodeJS.ProcessEnv;
  fetchDatafile?: FetchDatafile;
  closeWith?: (close: () => Promise<void>) => void;
} = {}): Promise<TestRadar> {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-radar-test-"));
  const logged: string[] = [];
  const radar = await openRadar({
    folder,
    environment,
    log: (line) => logged.push(line),
    now: now ?? (() => new Date()),
    fetchDatafile: fetchDatafile ?? (() => Promise.reject(new Error("a test has no network"))),
  });
  closeWith(async () => {
    await radar.close();
    rmSync(folder, { recursive: true });
  });
  const app = radar.createApp({ token, files: new Map([["/index.html", "the page"]]) });
  return {
    ...radar,
    app,
    logged,
    async get<Body>(path: string) {
      const response = await app.request(path, { headers: { host: "127.0.0.1" } });
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Body;
    },
    async send(id, payload, { headers, ...options } = {}) {
      const provider = providers.find((one) => one.id === id)!;
      const body = typeof payload === "string" ? payload : JSON.stringify(payload);
      const signed = headers ?? provider.sign(body, { secret: radar.secrets[id]!.secret[0]!, ...options });
      const response = await app.request(`/webhooks/${id}`, { method: "POST", headers: signed, body });
      await radar.idle();
      return response;
    },
  };
}

/** A notification of GO Feature Flag about one flag that is new. */
export function newFlag(key: string, environment = "production"): unknown {
  return { meta: { hostname: "test", environment }, flags: { added: { [key]: { disable: false } } } };
}
