import { webhook } from "@flaghook/adapters/node";
import { hypertune } from "@flaghook/hypertune";

export const config = { api: { bodyParser: false } };

export default webhook({
  provider: hypertune,
  secret: process.env.HYPERTUNE_WEBHOOK_SECRET!,
  onEvent(event) {
    console.log(event.name, event.dedupeKey);
  },
});
