import { webhook } from "../src/lambda.ts";
import { adapterContract } from "./support/contract.ts";
import { gateway, httpApi, restApi, restApiBinary } from "./support/gateway.ts";
import { listenTo } from "./support/listen.ts";

const formats = { "REST API": restApi, "REST API, binary": restApiBinary, "HTTP API": httpApi };

for (const [name, format] of Object.entries(formats)) {
  adapterContract(`lambda (${name})`, (options) => listenTo(gateway(format, webhook(options))), {
    readsStream: false,
  });
}
