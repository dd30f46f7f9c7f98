import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";

export const runtime = "edge";

export const POST = webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});
