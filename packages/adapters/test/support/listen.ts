import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { RunningServer } from "./server-under-test.ts";

/** Starts a server on a free loopback port. Closing it cuts what is still open. */
export async function listen(server: Server): Promise<RunningServer> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The same for a request listener, as most frameworks are one. */
export function listenTo(listener: RequestListener): Promise<RunningServer> {
  return listen(createServer(listener));
}
