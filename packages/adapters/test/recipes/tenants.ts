import { webhook } from "@flaghook/adapters/express";
import { optimizely } from "@flaghook/optimizely";
import express, { type Express } from "express";

const secretsByTenant = new Map([["acme", "secret of acme"]]);

export const app: Express = express();

app.post(
  "/webhooks/:tenant/optimizely",
  webhook({
    provider: optimizely,
    secret: async ({ request }) => secretsByTenant.get(request.params["tenant"] as string) ?? null,
    onEvent(event, { request }) {
      console.log(request.params["tenant"], event.name);
    },
  }),
);
