import { webhook } from "@flaghook/adapters/express";
import { github } from "@flaghook/github";
import express, { type Express } from "express";

export const app: Express = express();

app.post(
  "/webhooks/github",
  webhook({
    provider: github,
    secret: () => process.env.GITHUB_WEBHOOK_SECRET,
    on: {
      push(event) {
        console.log("pushed", event.payload.ref);
      },
    },
  }),
);
app.use(express.json()); // after the webhook, which needs the raw bytes
