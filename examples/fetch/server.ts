import { serve } from "@hono/node-server";
import { POST } from "./app.ts";

// On Bun and Deno: export default { fetch: POST }.
serve({ fetch: POST, port: Number(process.env.PORT ?? 3000), hostname: "127.0.0.1" }, ({ port }) => {
  console.log(`listening on http://127.0.0.1:${port}/webhooks/github`);
});
