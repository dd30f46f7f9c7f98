import { webhook } from "@flaghook/adapters/fastify";
import { hypertune } from "@flaghook/hypertune";
import Fastify from "fastify";

export const app = Fastify();

// A plugin, since Fastify parses before handlers run. It leaves the parsers of other routes alone.
app.register(
  webhook({
    provider: hypertune,
    secret: process.env.HYPERTUNE_WEBHOOK_SECRET!,
    on: {
      async NEW_COMMIT(event) {
        console.log("new commit", event.payload.commit.id);
      },
    },
  }),
  { prefix: "/webhooks/hypertune" },
);
