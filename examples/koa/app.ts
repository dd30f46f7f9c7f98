import { webhook } from "@flaghook/adapters/koa";
import { github } from "@flaghook/github";
import { Router } from "@koa/router";
import Koa from "koa";

const router = new Router();
router.post(
  "/webhooks/github",
  webhook({
    provider: github,
    secret: () => process.env.GITHUB_WEBHOOK_SECRET,
    on: {
      push(event) {
        console.log("pushed", event.payload.ref);
      },
    },
  }),
);

export const app = new Koa().use(router.routes());
