import { randomUUID } from "node:crypto";
import { createInbox } from "@flaghook/inbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, recorder } from "../../../inbox/src/store-contract/harness.ts";
import { issueCertificate, type Certificate } from "../../../../tools/test-support/servers/certificate.ts";
import { freePort } from "../../../../tools/test-support/servers/process.ts";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";
import { bullmqStore, type BullmqStoreOptions } from "../../src/index.ts";

type Connection = BullmqStoreOptions["connection"];

describe.runIf(hasRedis())("a Redis with TLS", () => {
  let server: RedisServer;
  let certificate: Certificate;
  let port: number;
  beforeAll(async () => {
    certificate = await issueCertificate("localhost");
    port = await freePort();
    server = await startRedis({
      "tls-port": String(port),
      "tls-cert-file": certificate.certFile,
      "tls-key-file": certificate.keyFile,
      "tls-ca-cert-file": certificate.caFile,
      "tls-auth-clients": "no",
    });
  });
  afterAll(async () => {
    await server.stop();
    await certificate.remove();
  });

  it.each([
    { name: "a URL with the authority beside it", connect: () => ({ url: `rediss://localhost:${port}` }) },
    { name: "options with the authority", connect: () => ({ host: "localhost", port }) },
    { name: "a valkeys: URL", connect: () => ({ url: `valkeys://localhost:${port}` }) },
  ])("takes deliveries and gives them to handlers, through $name", async ({ connect }) => {
    const connection = { ...connect(), tls: { ca: certificate.ca } };
    const store = bullmqStore({ name: randomUUID(), connection });
    const inbox = createInbox({ store });
    const { handler, handled } = recorder();
    inbox.handle(orders, handler);
    await inbox.start();
    expect(await accept(inbox, order(1))).toBe("accepted");
    await expect.poll(() => handled.length).toBe(1);
    await inbox.stop();
  });

  it.each([
    {
      name: "a certificate that Node does not trust",
      connect: (): Connection => `rediss://localhost:${port}`,
      says: /^self-signed certificate in certificate chain$/,
    },
    {
      name: "the same among options",
      connect: (): Connection => ({ host: "localhost", port, tls: {} }),
      says: /^self-signed certificate in certificate chain$/,
    },
    {
      name: "a certificate of another host",
      connect: (): Connection => ({ url: `rediss://127.0.0.1:${port}`, tls: { ca: certificate.ca } }),
      says: /^Hostname\/IP does not match certificate's altnames/,
    },
    {
      name: "no TLS",
      connect: (): Connection => `redis://localhost:${port}`,
      says: /./,
    },
  ])("is refused, or refuses: $name", async ({ connect, says }) => {
    const faults: string[] = [];
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: connect() }),
      onError: (error) => faults.push((error as Error).message),
    });
    await expect(accept(inbox, order(1))).rejects.toThrow(Error);
    expect(faults).toContainEqual(expect.stringMatching(says));
    await inbox.stop();
  });
});
