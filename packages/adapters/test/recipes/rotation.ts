import { webhook } from "@flaghook/adapters/fetch";
import { hypertune } from "@flaghook/hypertune";

export const POST = webhook({
  provider: hypertune,
  secret: [
    { label: "new", secret: process.env.HYPERTUNE_WEBHOOK_SECRET! },
    { label: "old", secret: process.env.HYPERTUNE_WEBHOOK_SECRET_OLD! },
  ],
  onVerified({ label }) {
    console.log("signed with the secret labelled", label); // once "old" is not seen any more, take it out
  },
});
