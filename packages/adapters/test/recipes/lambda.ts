import { webhook } from "@flaghook/adapters/lambda";
import { hypertune } from "@flaghook/hypertune";

export const handler = webhook({
  provider: hypertune,
  secret: process.env.HYPERTUNE_WEBHOOK_SECRET!,
  on: {
    async NEW_COMMIT(event) {
      console.log("new commit", event.payload.commit.id);
    },
  },
});
