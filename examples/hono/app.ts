import { webhook } from "@flaghook/adapters/hono";
import { github } from "@flaghook/github";
import { Hono } from "hono";

export const app = new Hono();

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
