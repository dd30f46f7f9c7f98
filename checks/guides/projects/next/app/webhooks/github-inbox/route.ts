import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";
import { inbox } from "../../../inbox";

export const POST = webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  inbox,
});
