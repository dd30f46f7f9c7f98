import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";
import { env } from "cloudflare:workers";

const receive = webhook({
  provider: github,
  secret: () => (env as { GITHUB_WEBHOOK_SECRET?: string }).GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});

export default {
  fetch(request: Request): Response | Promise<Response> {
    const { pathname } = new URL(request.url);
    return pathname === "/webhooks/github" ? receive(request) : new Response(null, { status: 404 });
  },
};
