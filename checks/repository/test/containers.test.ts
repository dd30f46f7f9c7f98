import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../../../tools/workspace/workspace.ts";

interface Service {
  readonly profiles: readonly string[];
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly env_file?: readonly { readonly path: string; readonly required: boolean }[];
  readonly volumes: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const dockerfile = read("apps/demo/Dockerfile");
const { services, volumes } = parse(read("apps/demo/docker-compose.yml"), { merge: true }) as Compose;
const radars = Object.entries(services).filter(([, { image }]) => image === undefined);

test("the radar's image has the workspace's Node and pnpm, and a user who is not root", () => {
  const { packageManager } = JSON.parse(read("package.json")) as { packageManager: string };
  const node = /^nodeVersion: (.+)$/m.exec(read("pnpm-workspace.yaml"))![1]!;
  const images = Array.from(dockerfile.matchAll(/^FROM (\S+)/gm), ([, image]) => image);
  expect(images).toEqual([`node:${node}-bookworm-slim`, `node:${node}-bookworm-slim`]);
  expect(dockerfile).toContain(`npx --yes ${packageManager} install --frozen-lockfile`);
  const last = dockerfile.slice(dockerfile.lastIndexOf("FROM "));
  expect(last.indexOf("USER node")).toBeGreaterThan(-1);
  expect(last.indexOf("USER node")).toBeLessThan(last.indexOf("CMD"));
});

test("each choice is one radar, with the servers that its URLs name", () => {
  const chosen = Object.fromEntries(
    ["sqlite", "postgres", "redis", "both"].map((profile) => [
      profile,
      Object.keys(services).filter((name) => services[name]!.profiles.includes(profile)),
    ]),
  );
  expect(chosen).toEqual({
    sqlite: ["radar"],
    postgres: ["radar-on-postgres", "postgres"],
    redis: ["radar-on-redis", "redis"],
    both: ["radar-on-both", "postgres", "redis"],
  });
});

test.each(radars)("%s waits for the servers that its URLs name, and for no others", (_name, service) => {
  const { environment, depends_on: servers = {} } = service;
  const urls = ["DATABASE_URL", "REDIS_URL"].flatMap((variable) => environment[variable] ?? []);
  const hosts = urls.map((url) => new URL(url.replace("${POSTGRES_PASSWORD:-}", "secret")).hostname);
  expect(hosts).toEqual(Object.keys(servers));
});

test.each(radars)(
  "%s needs a token, writes to its volume alone, and is for this machine",
  (_name, service) => {
    expect(service.environment["RADAR_TOKEN"]).toMatch(/^\$\{RADAR_TOKEN:\?/);
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      volumes: ["radar:/data"],
      ports: ["127.0.0.1:${PORT:-3000}:${PORT:-3000}"],
      env_file: [{ path: ".env", required: false }],
    });
  },
);

test("neither the image nor a commit has what Git leaves alone, or a secret", () => {
  const ignoredByDocker = read("apps/demo/Dockerfile.dockerignore").trim().split("\n");
  const ignoredByGit = read(".gitignore").trim().split("\n");
  const own = read("apps/demo/.gitignore").trim().split("\n");
  expect(ignoredByDocker).toEqual(
    expect.arrayContaining([
      ".git",
      "**/.env",
      "**/.npmrc",
      ".ci",
      "apps/demo/data",
      ...ignoredByGit
        .filter((pattern) => pattern !== ".ci/logs/")
        .map((pattern) => `**/${pattern.replace(/\/$/, "")}`),
    ]),
  );
  expect(own).toEqual(["/data/", "/.env"]);
});

test("servers have an exact version and no port, and every volume is declared", () => {
  const servers = Object.values(services).filter(({ image }) => image !== undefined);
  expect(
    servers.map(({ image, ports }) => [/^\w+:\d+\.\d+(?:\.\d+)?-bookworm$/.test(image!), ports]),
  ).toEqual([
    [true, undefined],
    [true, undefined],
  ]);
  const mounted = Object.values(services).map((service) => service.volumes[0]!.split(":")[0]);
  expect(new Set(mounted)).toEqual(new Set(Object.keys(volumes)));
});

test("Redis keeps what it acknowledges", () => {
  expect(services["redis"]!.command!.join(" ")).toBe(
    "redis-server --appendonly yes --appendfsync always --maxmemory-policy noeviction",
  );
});
