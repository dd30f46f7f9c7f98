import { webhook } from "@flaghook/adapters/fastify";
import { github } from "@flaghook/github";
import Fastify from "fastify";

export const app = Fastify();

// A plugin, since Fastify parses before handlers run. The parsers of other routes stay as they are.
app.register(
  webhook({
    provider: github,
    secret: () => process.env.GITHUB_WEBHOOK_SECRET,
    on: {
      push(event) {
        console.log("pushed", event.payload.ref);
      },
    },
  }),
  { prefix: "/webhooks/github" },
);
