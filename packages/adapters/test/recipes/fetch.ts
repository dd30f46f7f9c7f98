import { webhook } from "@flaghook/adapters/fetch";
import { hypertune } from "@flaghook/hypertune";

export const POST = webhook({
  provider: hypertune,
  secret: process.env.HYPERTUNE_WEBHOOK_SECRET!,
  on: {
    async NEW_COMMIT(event) {
      console.log("new commit", event.payload.commit.id);
    },
  },
});
