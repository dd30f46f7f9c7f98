import "reflect-metadata";
import { Module, type MiddlewareConsumer } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { beforeEach, describe, expect, it } from "vitest";
import { webhook } from "../../src/express.ts";
import type { RunningServer } from "../support/server-under-test.ts";
import { JSON_TYPE, LARGE, NOT_RAW, Reports, sendTo, SPACED } from "../support/raw-body.ts";

let reports = new Reports();
beforeEach(() => {
  reports = new Reports();
});

class AppModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(webhook(reports.options)).forRoutes("hook");
  }
}
Module({})(AppModule);

async function start(
  options: { rawBody?: boolean },
  configure: (app: NestExpressApplication) => void = () => {},
): Promise<RunningServer> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, { ...options, logger: false });
  configure(app);
  await app.listen(0, "127.0.0.1");
  return { origin: await app.getUrl(), close: () => app.close() };
}

describe("NestJS", () => {
  it("is named when its parser took the body", async () => {
    expect(await sendTo(start({}))).toEqual(NOT_RAW);
    expect(reports.message).toContain("NestFactory.create(AppModule, { rawBody: true })");
    expect(reports.message).toContain('app.useBodyParser("json", { limit: "25mb" })');
  });

  it("keeps the bytes where the advice is followed", async () => {
    expect(await sendTo(start({ rawBody: true }), JSON_TYPE, SPACED)).toMatchObject({ status: 200 });
  });

  it("keeps the bytes of a large body where the advice is followed", async () => {
    const server = start({ rawBody: true }, (app) => void app.useBodyParser("json", { limit: "25mb" }));
    expect(await sendTo(server, JSON_TYPE, LARGE)).toMatchObject({ status: 200 });
  });
});
