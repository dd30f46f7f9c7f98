import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { handler } from "./app.ts";

// A stand-in for the function URL, so that the handler can be tried without AWS: what comes in becomes the event of a
// function URL, its body in base64 as there.
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { statusCode, headers, body } = await handler({
    requestContext: { http: { method: request.method ?? "POST" } },
    headers: request.headers as Record<string, string>,
    body: Buffer.concat(chunks).toString("base64"),
    isBase64Encoded: true,
  });
  response.writeHead(statusCode, headers).end(body);
});

server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://127.0.0.1:${port}/webhooks/github`);
});
