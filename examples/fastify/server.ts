import { app } from "./app.ts";

const origin = await app.listen({ port: Number(process.env.PORT ?? 3000), host: "127.0.0.1" });
console.log(`listening on ${origin}/webhooks/github`);
