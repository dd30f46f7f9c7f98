import { webhook } from "@flaghook/adapters/koa";
import { hypertune } from "@flaghook/hypertune";
import { Router } from "@koa/router";
import Koa from "koa";

const router = new Router();
router.post(
  "/webhooks/hypertune",
  webhook({
    provider: hypertune,
    secret: process.env.HYPERTUNE_WEBHOOK_SECRET!,
    on: {
      async NEW_COMMIT(event) {
        console.log("new commit", event.payload.commit.id);
      },
    },
  }),
);

export const app = new Koa().use(router.routes());
