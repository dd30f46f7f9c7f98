import "reflect-metadata";
import { webhook } from "@flaghook/adapters/fastify";
import { github } from "@flaghook/github";
import { Injectable, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";

@Injectable()
class Deployments {
  start(branch: string): void {
    console.log("pushed", branch);
  }
}

@Module({ providers: [Deployments] })
class AppModule {}

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter());

// A plugin has parsers of its own, so Nest's never see the body.
await app.register(
  webhook({
    provider: github,
    secret: () => process.env.GITHUB_WEBHOOK_SECRET,
    on: {
      push(event) {
        app.get(Deployments).start(event.payload.ref);
      },
    },
  }),
  { prefix: "/webhooks/github" },
);
await app.listen(process.env.PORT ?? 3000);
