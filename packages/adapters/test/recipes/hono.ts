import { webhook } from "@flaghook/adapters/hono";
import { hypertune } from "@flaghook/hypertune";
import { Hono } from "hono";

export const app = new Hono();

app.post(
  "/webhooks/hypertune",
  webhook({
    provider: hypertune,
    secret: process.env.HYPERTUNE_WEBHOOK_SECRET!,
    on: {
      async NEW_COMMIT(event) {
        console.log("new commit", event.payload.commit.id);
      },
    },
  }),
);
