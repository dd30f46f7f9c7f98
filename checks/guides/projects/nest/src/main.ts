import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { Deployments, WebhooksController } from "./webhooks.controller.js";

@Module({ controllers: [WebhooksController], providers: [Deployments] })
class AppModule {}

// rawBody keeps the bytes beside the parsed body, and the parser has a limit of its own: 100 KB.
const app = await NestFactory.create<NestExpressApplication>(AppModule, { rawBody: true });
app.useBodyParser("json", { limit: "25mb" });
await app.listen(process.env.PORT ?? 3000);
