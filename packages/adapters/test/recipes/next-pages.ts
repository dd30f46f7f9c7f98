import { webhook } from "@flaghook/adapters/node";
import { github } from "@flaghook/github";

export const config = { api: { bodyParser: false } };

export default webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  onEvent(event) {
    console.log(event.name, event.dedupeKey);
  },
});
