import { webhook } from "@flaghook/adapters/koa";
import { github } from "@flaghook/github";

// src/api/webhooks/controllers/webhooks.ts
export default {
  github: webhook({
    provider: github,
    secret: () => process.env.GITHUB_WEBHOOK_SECRET,
    onEvent(event) {
      console.log(event.name, event.dedupeKey);
    },
  }),
};
