import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/**
 * A way to a server that can be long, as to another data centre, and can go silent, as behind a
 * firewall that forgot its connections.
 */
export interface Proxy {
  readonly port: number;
  /** Connections that are there now stay open, and carry nothing any more. New ones work. */
  freeze(): void;
  stop(): Promise<void>;
}

/** @param delayMs How long everything takes, each way. */
export async function startProxy(target: number, delayMs = 0): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const frozen = new Set<Socket>();

  function carry(from: Socket, to: Socket): void {
    sockets.add(from);
    from.on("error", () => {});
    const pass = (data: Buffer): void => {
      if (!frozen.has(from)) to.write(data);
    };
    // Timers of equal length keep the order.
    from.on("data", (data: Buffer) => {
      if (delayMs === 0) pass(data);
      else setTimeout(() => pass(data), delayMs);
    });
    from.on("close", () => {
      sockets.delete(from);
      if (!frozen.has(from)) to.destroy();
    });
  }

  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    carry(client, upstream);
    carry(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      for (const socket of sockets) frozen.add(socket);
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
