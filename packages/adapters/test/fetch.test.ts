import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import { webhook } from "../src/fetch.ts";
import { adapterContract } from "./support/contract.ts";
import { listen } from "./support/listen.ts";

adapterContract("fetch", (options) => listen(createAdaptorServer({ fetch: webhook(options) }) as Server), {
  drainsByBytes: false,
});
