import { expect, test } from "vitest";
import { openTestRadar } from "./open-test-radar.ts";

test.each(["127.0.0.1:3000", "localhost:3000", "[::1]:3000", "127.0.0.1"])(
  "without a token the name %s of this machine is let in",
  async (host) => {
    const { app } = await openTestRadar();
    expect((await app.request("/api/status", { headers: { host } })).status).toBe(200);
  },
);

test.each(["radar.example", "localhost.example", "127.0.0.1.example", ""])(
  "without a token the name %j is not let in, and receives all the same",
  async (host) => {
    const { app } = await openTestRadar();
    expect((await app.request("/api/status", { headers: { host } })).status).toBe(403);
    expect((await app.request("/", { headers: { host } })).status).toBe(403);
    const received = await app.request("/webhooks/goff", { method: "POST", headers: { host }, body: "{}" });
    expect(received.status).toBe(401);
  },
);

test("a token is taken from the header, from the address once, and from the cookie then", async () => {
  const { app } = await openTestRadar({ token: "secret-token" });
  const get = (path: string, headers = {}): Promise<Response> =>
    Promise.resolve(app.request(path, { headers: { host: "radar.example", ...headers } }));
  expect((await get("/api/status")).status).toBe(401);
  expect((await get("/api/status", { authorization: "Bearer wrong" })).status).toBe(401);
  expect((await get("/api/status", { authorization: "Bearer secret-token" })).status).toBe(200);
  expect((await get("/?token=wrong")).status).toBe(401);
  const first = await get("/?q=x&token=secret-token");
  expect({ status: first.status, to: first.headers.get("location") }).toEqual({ status: 303, to: "/?q=x" });
  const cookie = first.headers.get("set-cookie")!;
  expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/);
  expect((await get("/", { cookie: cookie.split(";")[0] })).status).toBe(200);
});

test.each([
  ["another site", { "sec-fetch-site": "cross-site" }, 403],
  ["another origin of an old browser", { origin: "https://evil.example" }, 403],
  ["the page itself", { "sec-fetch-site": "same-origin" }, 204],
  ["no browser", {}, 204],
])("%s may remove samples: %j is %i", async (_who, headers, status) => {
  const { app } = await openTestRadar();
  const response = await app.request("/api/samples", {
    method: "DELETE",
    headers: { host: "localhost", ...headers },
  });
  expect(response.status).toBe(status);
});

test("every response forbids inline code, frames and guesses about its type", async () => {
  const { app } = await openTestRadar();
  for (const path of ["/", "/api/status", "/api/changes?limit=x", "/nothing"]) {
    const { headers } = await app.request(path, { headers: { host: "localhost" } });
    expect(headers.get("content-security-policy")).toMatch(
      /default-src 'none'.*require-trusted-types-for 'script'/,
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  }
});
