import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/**
 * A way to a server that can be long, as to another data centre, and can go silent, as behind a
 * firewall that forgot its connections.
 */
export interface Proxy {
  readonly port: number;
  /**
   * How often a client has sent something and got a response since it was started, all connections
   * together. Two commands at once are one.
   */
  roundTrips(): number;
  /** Connections that are there now stay open, and carry nothing any more. New ones work. */
  freeze(): void;
  /** Ends all connections. New ones work. */
  cut(): void;
  /** Ends all connections and lets no new one through. */
  goAway(): void;
  comeBack(): void;
  stop(): Promise<void>;
}

/** @param delayMs How long everything takes, each way. */
export async function startProxy(target: number, delayMs = 0): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const frozen = new Set<Socket>();
  let isAway = false;
  let roundTrips = 0;

  function carry(from: Socket, to: Socket): void {
    sockets.add(from);
    // Else a response in two pieces waits 40 ms for the acknowledgement of the first.
    from.setNoDelay();
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

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  const server = createServer((client) => {
    if (isAway) {
      client.destroy();
      return;
    }
    const upstream = connect(target, "127.0.0.1");
    let isAsking = false;
    client.on("data", () => (isAsking = true));
    upstream.on("data", () => {
      if (isAsking) roundTrips++;
      isAsking = false;
    });
    carry(client, upstream);
    carry(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    roundTrips: () => roundTrips,
    freeze() {
      for (const socket of sockets) frozen.add(socket);
    },
    cut,
    goAway() {
      isAway = true;
      cut();
    },
    comeBack() {
      isAway = false;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
