import { extname } from "node:path";
import { Hono } from "hono";
import type { PageFiles } from "./page-files.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Addresses of the page's places. */
const PLACES = ["/", "/flags", "/refused", "/inbox", "/try"];

/** Serves the page's files, and the page itself under the address of each of its places. */
export function servePage(files: PageFiles): Hono {
  const app = new Hono();
  for (const place of PLACES) {
    app.get(place, (context) => {
      context.header("cache-control", "no-cache");
      return context.html(String(files.get("/index.html") ?? ""));
    });
  }
  for (const [path, content] of files) {
    if (path === "/index.html") continue;
    // Names of built files hold a hash of what is in them.
    const age = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    app.get(path, (context) => {
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      const body = typeof content === "string" ? content : Uint8Array.from(content).buffer;
      return context.body(body, 200, { "content-type": type, "cache-control": age });
    });
  }
  return app;
}
