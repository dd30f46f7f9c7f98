import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { Server } from "node:http";
import { webhook } from "../src/hono.ts";
import { adapterContract } from "./support/contract.ts";
import { listen } from "./support/listen.ts";

adapterContract(
  "hono",
  (options) => {
    const app = new Hono();
    app.all("/hook", webhook(options));
    return listen(createAdaptorServer({ fetch: app.fetch }) as Server);
  },
  { drainsByBytes: false },
);
