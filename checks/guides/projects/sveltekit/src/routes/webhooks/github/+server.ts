import { GITHUB_WEBHOOK_SECRET } from "$app/env/private";
import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";
import type { RequestHandler } from "./$types";

const receive = webhook({
  provider: github,
  secret: () => GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});

export const POST: RequestHandler = ({ request }) => receive(request);
