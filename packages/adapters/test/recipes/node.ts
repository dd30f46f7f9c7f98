import { webhook } from "@flaghook/adapters/node";
import { hypertune } from "@flaghook/hypertune";
import { createServer } from "node:http";

const receive = webhook({
  provider: hypertune,
  secret: process.env.HYPERTUNE_WEBHOOK_SECRET!,
  on: {
    async NEW_COMMIT(event) {
      console.log("new commit", event.payload.commit.id);
    },
  },
});

export const server = createServer((request, response) => {
  if (request.url === "/webhooks/hypertune") void receive(request, response);
  else response.writeHead(404).end();
});
