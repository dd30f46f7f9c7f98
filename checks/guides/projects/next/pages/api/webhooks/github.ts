import { webhook } from "@flaghook/adapters/node";
import { github } from "@flaghook/github";

// Next would parse the body, and a signature covers its bytes.
export const config = { api: { bodyParser: false } };

export default webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});
