import { webhook } from "@flaghook/adapters/express";
import { github } from "@flaghook/github";
import { createInbox } from "@flaghook/inbox";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import express, { type Express } from "express";

export const inbox = createInbox({ store: sqliteStore({ path: process.env.INBOX_PATH ?? "inbox.db" }) });

// Runs after the answer, and again when it throws, until it returns or the attempts are used up.
inbox.handle(github, async (event, { attempt }) => {
  if (event.type === "push") console.log("pushed", event.payload.ref, "attempt", attempt);
});

export const app: Express = express();
app.post(
  "/webhooks/github",
  webhook({ provider: github, secret: () => process.env.GITHUB_WEBHOOK_SECRET, inbox }),
);
