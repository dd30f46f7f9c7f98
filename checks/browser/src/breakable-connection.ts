import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Hands a port on to another one, until somebody breaks it off. */
export interface BreakableConnection {
  readonly url: string;
  /** Ends every connection and refuses new ones. */
  breakOff(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens a way to a port on which connections can be broken, as networks do. */
export async function breakableConnection(port: number): Promise<BreakableConnection> {
  const sockets = new Set<Socket>();
  let isBroken = false;
  const server = createServer((socket) => {
    if (isBroken) {
      socket.destroy();
      return;
    }
    const target = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [socket, target],
      [target, socket],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakOff() {
      isBroken = true;
      destroyAll();
    },
    mend() {
      isBroken = false;
    },
    async close() {
      server.close();
      destroyAll();
      await once(server, "close");
    },
  };
}
