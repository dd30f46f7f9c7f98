import { webhook } from "@flaghook/adapters/hono";
import { github } from "@flaghook/github";
import { Hono } from "hono";

export function createApp(announce: (text: string) => void): Hono {
  const app = new Hono();
  app.post(
    "/webhooks/github",
    webhook({
      provider: github,
      secret: () => process.env.GITHUB_WEBHOOK_SECRET,
      on: {
        ping(event) {
          announce(event.payload.zen);
        },
        unknown(event) {
          announce(`new to us: ${event.name}`);
        },
      },
    }),
  );
  return app;
}
