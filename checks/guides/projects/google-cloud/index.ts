import { webhook } from "@flaghook/adapters/express";
import { github as provider } from "@flaghook/github";
import { http } from "@google-cloud/functions-framework";

http(
  "github",
  webhook({
    provider,
    secret: () => process.env.GITHUB_WEBHOOK_SECRET,
    on: {
      push(event) {
        console.log("pushed", event.payload.ref);
      },
    },
  }),
);
