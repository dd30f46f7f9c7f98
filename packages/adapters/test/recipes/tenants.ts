import { webhook } from "@flaghook/adapters/express";
import { github } from "@flaghook/github";
import express, { type Express } from "express";

const secretsByTenant = new Map<unknown, string>([["acme", "secret of acme"]]);

export const app: Express = express();

app.post(
  "/webhooks/:tenant/github",
  webhook({
    provider: github,
    // null: there is no such tenant. Its deliveries are refused like those with a wrong signature.
    secret: async ({ request }) => secretsByTenant.get(request.params["tenant"]) ?? null,
    onEvent(event, { request }) {
      console.log(request.params["tenant"], event.name);
    },
  }),
);
