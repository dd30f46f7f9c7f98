import Koa from "koa";
import { webhook } from "../src/koa.ts";
import { adapterContract } from "./support/contract.ts";
import { listenTo } from "./support/listen.ts";

adapterContract("koa", (options) => {
  const app = new Koa().use(webhook(options));
  app.silent = true; // Koa prints connections that broke
  return listenTo(app.callback());
});
