import express from "express";
import express4 from "express4";
import { webhook } from "../src/express.ts";
import { adapterContract } from "./support/contract.ts";
import { listenTo } from "./support/listen.ts";

adapterContract("express 5", (options) => {
  const app = express();
  app.all("/hook", webhook(options));
  return listenTo(app);
});

adapterContract("express 4", (options) => {
  const app = express4();
  app.all("/hook", webhook(options));
  return listenTo(app);
});
