import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";
import { app } from "@azure/functions";

app.http("github", {
  methods: ["POST"],
  route: "webhooks/github",
  authLevel: "anonymous", // the signature is what tells strangers apart
  handler: webhook({
    provider: github,
    secret: () => process.env.GITHUB_WEBHOOK_SECRET,
    on: {
      push(event) {
        console.log("pushed", event.payload.ref);
      },
    },
  }),
});
