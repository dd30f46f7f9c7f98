// Runs a server of the inbox's README, given as a module, and prints its port. With "fails" its inbox cannot be stopped.
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Inbox } from "@flaghook/inbox";

const [module = "", fails] = process.argv.slice(2);
const { server, inbox } = (await import(module)) as { server: Server; inbox: Inbox };
if (fails !== undefined) inbox.stop = () => Promise.reject(new Error("the store did not let go."));
if (!server.listening) await once(server, "listening");
console.log(`port ${(server.address() as AddressInfo).port}`);
