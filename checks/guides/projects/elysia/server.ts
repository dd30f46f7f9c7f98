import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";
import { Elysia } from "elysia";

const receive = webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});

new Elysia()
  // parse: "none" leaves the body unread: Elysia would take its bytes.
  .post("/webhooks/github", ({ request }) => receive(request), { parse: "none" })
  .listen(process.env.PORT ?? 3000);
