import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";
import { defineEventHandler, toWebRequest } from "h3";

const receive = webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});

export default defineEventHandler((event) => receive(toWebRequest(event)));
