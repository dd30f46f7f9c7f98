import { createReceiver } from "@flaghook/adapters";
import { hypertune } from "@flaghook/hypertune";
import { createServer } from "node:http";

const receive = createReceiver({
  provider: hypertune,
  secret: process.env.HYPERTUNE_WEBHOOK_SECRET!,
  onEvent: (event) => console.log(event.name),
});

export const server = createServer(async (request, response) => {
  const { status, headers, body } = await receive({
    method: request.method,
    headers: request.headers,
    body: request, // unread: the limit is enforced while reading
  });
  response.writeHead(status, headers).end(body);
});
