import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { webhook } from "@flaghook/adapters/node";
import { goff } from "@flaghook/goff";
import { OpenFeature, ProviderEvents } from "@openfeature/server-sdk";
import { WebhookProvider } from "./app.ts";

const provider = new WebhookProvider();
await OpenFeature.setProviderAndWait(provider);

const client = OpenFeature.getClient();
client.addHandler(ProviderEvents.ConfigurationChanged, async (details) => {
  for (const key of details?.flagsChanged ?? []) {
    console.log(`${key} is now ${await client.getBooleanValue(key, false)}`);
  }
});

const receive = webhook({
  provider: goff,
  secret: () => process.env.GOFF_WEBHOOK_SECRET,
  on: {
    notify(event) {
      provider.receive(event);
    },
  },
});

const server = createServer((request, response) => void receive(request, response));
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://127.0.0.1:${port}/webhooks/goff`);
});
