import { createServer } from "node:http";
import { webhook } from "@flaghook/adapters/node";
import { github } from "@flaghook/github";

const receive = webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});

export const app = createServer((request, response) => {
  if (request.url === "/webhooks/github") void receive(request, response);
  else response.writeHead(404).end();
});
