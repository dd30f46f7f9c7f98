import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { Server } from "node:http";
import { beforeEach, describe, expect, it } from "vitest";
import { webhook as honoWebhook } from "../../src/hono.ts";
import type { RunningServer } from "../support/server-under-test.ts";
import { listen } from "../support/listen.ts";
import { NOT_RAW, Reports, sendTo } from "../support/raw-body.ts";

let reports = new Reports();
beforeEach(() => {
  reports = new Reports();
});

function honoWith(
  read: (request: {
    json(): Promise<unknown>;
    arrayBuffer(): Promise<unknown>;
    raw: Request;
  }) => Promise<unknown>,
): Promise<RunningServer> {
  const app = new Hono();
  app.use(async (context, next) => {
    await read(context.req).catch(() => undefined);
    await next();
  });
  app.post("/hook", honoWebhook(reports.options));
  return listen(createAdaptorServer({ fetch: app.fetch }) as Server);
}

describe("hono", () => {
  it("takes the text that Hono keeps after json()", async () => {
    expect(await sendTo(honoWith((request) => request.json()))).toMatchObject({ status: 200 });
  });

  it("takes the bytes that Hono keeps after arrayBuffer()", async () => {
    expect(await sendTo(honoWith((request) => request.arrayBuffer()))).toMatchObject({ status: 200 });
  });

  it("refuses a body that was read past Hono, and says what to change", async () => {
    expect(await sendTo(honoWith((request) => request.raw.json()))).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/context\.req\.arrayBuffer\(\)/);
  });
});
