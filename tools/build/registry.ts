import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { PackedPackage } from "./pack.ts";

/** A registry on loopback. */
export interface Registry {
  readonly origin: string;
  stop(): void;
}

/** Long ago, for package managers that wait before they install what is new. */
const PUBLISHED_AT = "2026-01-01T00:00:00.000Z";

/**
 * Serves packed packages as a registry would, and nothing else: it is for our scope alone. So
 * `npm install @flaghook/…` installs what would be published, with its dependencies looked up.
 */
export async function serveRegistry(packages: readonly PackedPackage[]): Promise<Registry> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    const tarball = packages.find((one) => path === `tarballs/${one.workspace.id}.tgz`);
    const named = packages.find(({ manifest }) => path === manifest.name);
    if (tarball !== undefined) response.end(readFileSync(tarball.tarball));
    else if (named !== undefined) sendJson(response, 200, packument(named, origin()));
    else sendJson(response, 404, { error: "not found" });
  });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: origin(),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function packument({ manifest, tarball, workspace }: PackedPackage, origin: string): unknown {
  const { name, version } = manifest;
  const bytes = readFileSync(tarball);
  const dist = {
    tarball: `${origin}/tarballs/${workspace.id}.tgz`,
    integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}`,
    shasum: createHash("sha1").update(bytes).digest("hex"),
  };
  return {
    name,
    "dist-tags": { latest: version },
    versions: { [version]: { ...manifest, dist } },
    time: { created: PUBLISHED_AT, modified: PUBLISHED_AT, [version]: PUBLISHED_AT },
  };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
