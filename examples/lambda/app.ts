import { webhook } from "@flaghook/adapters/lambda";
import { github } from "@flaghook/github";

export const handler = webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});
