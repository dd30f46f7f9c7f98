import express from "express";
import express4 from "express4";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { webhook as expressWebhook } from "../../src/express.ts";
import { deliver } from "../support/acme.ts";
import { Connection } from "../support/connection.ts";
import type { RunningServer } from "../support/server-under-test.ts";
import { listenTo } from "../support/listen.ts";
import { post } from "../support/request.ts";
import { JSON_TYPE, LARGE, NOT_RAW, Reports, sendTo, SPACED } from "../support/raw-body.ts";

let reports = new Reports();
beforeEach(() => {
  reports = new Reports();
});

const waitATick: express.RequestHandler = (_request, _response, next) => void setImmediate(() => next());

/** The middleware that everybody copies. */
const keepRawBody: express.RequestHandler = (request, _response, next) => {
  const kept = Object.assign(request, { rawBody: "" });
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => (kept.rawBody += chunk));
  next();
};

describe.each([
  { version: 5, framework: express },
  { version: 4, framework: express4 as unknown as typeof express },
])("express $version", ({ framework }) => {
  function appWith(...before: express.RequestHandler[]): Promise<RunningServer> {
    const app = framework();
    for (const handler of before) app.use(handler);
    app.post("/hook", expressWebhook(reports.options));
    return listenTo(app);
  }

  it("refuses a body that express.json took, and says what to change", async () => {
    expect(await sendTo(appWith(framework.json()))).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/Mount this route before app\.use\(express\.json\(\)\)/);
  });

  it("refuses a body that express.urlencoded took", async () => {
    const response = await sendTo(
      appWith(framework.urlencoded({ extended: false })),
      "application/x-www-form-urlencoded",
    );
    expect(response).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/a body parser ran first/);
  });

  it("refuses a body that express.json took before express.raw, and says that raw gets nothing", async () => {
    const server = appWith(framework.json(), framework.raw({ type: () => true }));
    expect(await sendTo(server)).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/express\.raw\(\) after another parser gets nothing/);
  });

  it("takes a large body where its advice is followed: keep the bytes in express.json", async () => {
    await sendTo(appWith(framework.json()));
    const [advice] = /express\.json\(\{ limit: .*? \}\)/.exec(reports.message)!;
    // oxlint-disable-next-line typescript/no-implied-eval
    const parser = new Function("express", `return ${advice};`)(framework) as express.RequestHandler;
    expect(await sendTo(appWith(parser), JSON_TYPE, LARGE)).toMatchObject({ status: 200 });
  });

  it("takes a large body where its advice is followed: mount the route before the parser", async () => {
    const app = framework();
    app.post("/hook", expressWebhook(reports.options));
    app.use(framework.json());
    expect(await sendTo(listenTo(app), JSON_TYPE, LARGE)).toMatchObject({ status: 200 });
  });

  it("takes a large body that express.raw kept with the README's limit", async () => {
    const parser = framework.raw({ type: () => true, limit: "25mb" });
    expect(await sendTo(appWith(parser), JSON_TYPE, LARGE)).toMatchObject({ status: 200 });
  });

  it("takes a body that was signed plain, sent gzipped, and inflated by express.raw", async () => {
    const server = await appWith(framework.raw({ type: () => true }));
    const headers = { ...deliver(SPACED).headers, "content-encoding": "gzip" };
    const response = await post(`${server.origin}/hook`, headers, gzipSync(SPACED));
    await server.close();
    expect(response).toMatchObject({ status: 200 });
  });

  it("refuses a compressed body that express.raw did not inflate", async () => {
    const server = await appWith(framework.raw({ type: () => true }), (request, _response, next) => {
      request.body = gzipSync(SPACED);
      next();
    });
    const headers = { ...deliver(SPACED).headers, "content-encoding": "gzip" };
    const response = await post(`${server.origin}/hook`, headers, gzipSync(SPACED));
    await server.close();
    expect(response).toMatchObject({ status: 415, body: '{"code":"unsupported-encoding"}' });
  });

  it.each([
    { charset: "iso-8859-1", byte: 0xe9, named: "iso-8859-1" },
    { charset: "windows-1252", byte: 0x80, named: "windows-1252" },
    { charset: "utf-8", byte: 0xe9, named: "utf-8" },
  ])("names express.text, which decoded $byte as $charset", async ({ charset, byte, named }) => {
    const body = new Uint8Array([...Buffer.from('{"type":"ping","n":1,"s":"'), byte, ...Buffer.from('"}')]);
    const server = appWith(framework.text({ type: () => true }));
    const response = await sendTo(server, `text/plain; charset=${charset}`, body);
    expect(response).toEqual({ status: 403, body: '{"code":"signature-mismatch"}' });
    expect(reports.message).toContain(`decoded as ${named}`);
    expect(reports.message).toContain("Mount this route before");
  });

  it("blames no charset where every character is ASCII", async () => {
    const app = appWith(framework.text({ type: () => true }));
    const server = await app;
    const headers = { ...deliver(SPACED).headers, "content-type": "text/plain; charset=iso-8859-1" };
    const response = await post(`${server.origin}/hook`, headers, `${SPACED} `);
    await server.close();
    expect(response).toMatchObject({ status: 403 });
    expect(reports.message).not.toContain("decoded");
  });

  it("reads the body itself where a middleware fills an empty rawBody as it comes", async () => {
    expect(await sendTo(appWith(keepRawBody), JSON_TYPE, LARGE)).toMatchObject({ status: 200 });
  });

  it("waits for the end of a rawBody that a middleware fills, when it comes late", async () => {
    let start: (() => void) | undefined;
    const started = new Promise<void>((resolve) => (start = resolve));
    const server = await appWith(keepRawBody, (request, _response, next) => {
      request.once("data", () => {
        next();
        start?.();
      });
    });
    const connection = await Connection.open(server.origin);
    const { headers } = deliver(SPACED);
    await connection.head("POST", "/hook", { ...headers, "content-length": String(SPACED.length) });
    await connection.write(SPACED.slice(0, 5));
    await started; // the handler has seen the first five characters
    await connection.write(SPACED.slice(5));
    expect(await connection.response()).toMatchObject({ status: 200 });
    connection.close();
    await server.close();
  });

  it("takes the body when express.json left it alone for its content type", async () => {
    expect(await sendTo(appWith(framework.json()), "text/x-unknown")).toMatchObject({ status: 200 });
  });

  it("takes the bytes that express.raw kept", async () => {
    expect(await sendTo(appWith(framework.raw({ type: () => true })))).toMatchObject({ status: 200 });
  });

  it("takes the text that express.text kept", async () => {
    expect(await sendTo(appWith(framework.text({ type: () => true })))).toMatchObject({ status: 200 });
  });

  it("takes the bytes that a verify hook of express.json kept", async () => {
    const parser = framework.json({
      verify(request, _response, bytes) {
        Object.assign(request, { rawBody: bytes });
      },
    });
    expect(await sendTo(appWith(parser))).toMatchObject({ status: 200 });
  });

  it("takes the stream after a middleware that waited", async () => {
    expect(await sendTo(appWith(waitATick))).toMatchObject({ status: 200 });
  });
});
