import { webhook } from "@flaghook/adapters/express";
import { hypertune } from "@flaghook/hypertune";
import express, { type Express } from "express";

export const app: Express = express();

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
app.use(express.json()); // after the webhook, which needs the raw bytes
