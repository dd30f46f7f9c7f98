import type { AddressInfo } from "node:net";
import { app, inbox } from "./app.ts";

await inbox.start();
const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://127.0.0.1:${port}/webhooks/github`);
});

// What runs may finish; what is stored and not yet handled is there at the next start.
process.once("SIGTERM", async () => {
  server.close();
  await inbox.stop();
});
