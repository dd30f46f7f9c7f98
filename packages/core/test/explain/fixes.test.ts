import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { withoutPointer } from "../../src/errors/pointer.ts";
import { explain, type Framework } from "../../src/explain.ts";
import { genuine } from "./support/genuine.ts";

const { github: push, optimizely: datafile } = genuine;
const reprinted = JSON.stringify(JSON.parse(datafile.body));

const fixOf = (framework?: Framework, headers: object = {}): string => {
  const delivery = { headers: { ...datafile.headers, ...headers }, body: reprinted };
  const { causes } = explain(datafile.provider, delivery, {
    secret: datafile.secret,
    ...(framework && { framework }),
  });
  return causes[0]!.fix;
};

describe("a fix names the line of the framework", () => {
  it.each([
    ["express", "above app.use(express.json())"],
    ["fastify", 'parseAs: "buffer"'],
    ["fetch", "await request.arrayBuffer()"],
    ["hono", "context.req.arrayBuffer()"],
    ["koa", "context.request.rawBody"],
    ["lambda", 'event.isBase64Encoded ? "base64" : "utf8"'],
    ["nest", "rawBody: true"],
    ["next", "await request.arrayBuffer()"],
    ["next-pages", "api: { bodyParser: false }"],
    ["node", "Buffer.concat(chunks)"],
  ] as const)("%s", (framework, line) => {
    expect(fixOf(framework)).toContain(line);
  });

  it("names the common ones where nothing says which it is", () => {
    expect(fixOf()).toMatch(/express\.json\(\).*Fastify.*Next.*Lambda/);
  });

  it("knows Vercel by its header", () => {
    expect(fixOf(undefined, { "x-vercel-id": "fra1::abc" })).toMatch(/Next route handler/);
    expect(fixOf(undefined, { "x-vercel-id": "fra1::abc" })).not.toMatch(/Express/);
  });

  it("names Lambda's line for base64 wherever it is", () => {
    const body = Buffer.from(push.body).toString("base64");
    const { causes } = explain(
      push.provider,
      { headers: push.headers, body },
      { secret: push.secret, framework: "express" },
    );
    expect(causes[0]!.fix).toContain("isBase64Encoded");
  });
});

describe("where there is no node:zlib", () => {
  afterEach(() => void vi.restoreAllMocks());

  it("gzip is likely instead of proven", () => {
    vi.spyOn(process, "getBuiltinModule").mockImplementation(() => undefined);
    const delivery = { headers: push.headers, body: gzipSync(push.body) };
    const { causes } = explain(push.provider, delivery, { secret: push.secret });
    expect(causes[0]).toMatchObject({ id: "body-gzip", certainty: "likely" });
  });
});

it("says what verify says, without the advice to run explain", () => {
  const { outcome, code, message } = explain(
    datafile.provider,
    { headers: datafile.headers, body: reprinted },
    { secret: datafile.secret },
  );
  const refused = datafile.provider.safeVerify(
    { headers: datafile.headers, body: reprinted },
    { secret: datafile.secret },
  );
  expect({ outcome, code, message }).toEqual({
    outcome: "refused",
    code: "signature-mismatch",
    message: refused.ok ? undefined : withoutPointer(refused.error.message),
  });
});
