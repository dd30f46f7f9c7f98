import { bodyParser } from "@koa/bodyparser";
import Koa from "koa";
import { koaBody } from "koa-body";
import { json } from "node:stream/consumers";
import { beforeEach, describe, expect, it } from "vitest";
import { webhook as koaWebhook } from "../../src/koa.ts";
import { listenTo } from "../support/listen.ts";
import { JSON_TYPE, LARGE, NOT_RAW, Reports, sendTo, SPACED } from "../support/raw-body.ts";

let reports = new Reports();
beforeEach(() => {
  reports = new Reports();
});

describe("koa", () => {
  it("takes the body beside a parser that keeps rawBody", async () => {
    const server = listenTo(new Koa().use(bodyParser()).use(koaWebhook(reports.options)).callback());
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("refuses a body that a parser took, and says what to change", async () => {
    const app = new Koa();
    app.use(async (context, next) => {
      (context.request as { body?: unknown }).body = await json(context.req);
      await next();
    });
    app.use(koaWebhook(reports.options));
    expect(await sendTo(listenTo(app.callback()))).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/a body parser ran first/);
  });

  it("refuses a body that koa-body took, and says what to set", async () => {
    const app = new Koa().use(koaBody()).use(koaWebhook(reports.options));
    expect(await sendTo(listenTo(app.callback()))).toEqual(NOT_RAW);
    expect(reports.message).toContain('includeUnparsed: true, and jsonLimit: "25mb"');
  });

  it.each([
    { name: "a small body", body: SPACED },
    { name: "a large body", body: LARGE },
  ])("takes $name that koa-body kept, as Strapi has it, where its advice is followed", async ({ body }) => {
    const parser = koaBody({ includeUnparsed: true, jsonLimit: "25mb" });
    const app = new Koa().use(parser).use(koaWebhook(reports.options));
    expect(await sendTo(listenTo(app.callback()), JSON_TYPE, body)).toMatchObject({ status: 200 });
  });

  it("takes the text of a text body from koa-body", async () => {
    const app = new Koa().use(koaBody({ includeUnparsed: true })).use(koaWebhook(reports.options));
    expect(await sendTo(listenTo(app.callback()), "text/plain")).toMatchObject({ status: 200 });
  });

  it("reads the body itself where disableBodyParser is set before @koa/bodyparser", async () => {
    const app = new Koa().use(async (context, next) => {
      context["disableBodyParser"] = true;
      await next();
    });
    app.use(bodyParser()).use(koaWebhook(reports.options));
    expect(await sendTo(listenTo(app.callback()), JSON_TYPE, LARGE)).toMatchObject({ status: 200 });
  });
});
