import { webhook } from "../src/node.ts";
import { adapterContract } from "./support/contract.ts";
import { listenTo } from "./support/listen.ts";

adapterContract("node", (options) => listenTo(webhook(options)));
