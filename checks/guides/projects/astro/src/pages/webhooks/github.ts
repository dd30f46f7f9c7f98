import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";
import type { APIRoute } from "astro";

export const prerender = false; // else Astro calls it while building

const receive = webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});

export const POST: APIRoute = ({ request }) => receive(request);
