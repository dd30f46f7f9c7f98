import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";

const receive = webhook({
  provider: github,
  secret: () => Deno.env.get("GITHUB_WEBHOOK_SECRET"),
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});

Deno.serve({ port: Number(Deno.env.get("PORT") ?? 3000) }, (request) => {
  const { pathname } = new URL(request.url);
  return pathname === "/webhooks/github" ? receive(request) : new Response(null, { status: 404 });
});
