import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";

export const POST = webhook({
  provider: github,
  secret: () => [
    { label: "new", secret: process.env.GITHUB_WEBHOOK_SECRET! },
    { label: "old", secret: process.env.GITHUB_WEBHOOK_SECRET_OLD! },
  ],
  onVerified({ label }) {
    console.log("signed with the secret labelled", label); // take "old" out once it is no longer seen
  },
});
