import { createServer } from "node:http";
import { createReceiver } from "@flaghook/adapters";
import { github } from "@flaghook/github";

const receive = createReceiver({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
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
