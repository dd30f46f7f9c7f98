import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";

const POST = webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});

Bun.serve({
  port: process.env.PORT ?? 3000,
  maxRequestBodySize: 25 * 2 ** 20, // what GitHub sends at most
  routes: { "/webhooks/github": { POST } },
});
