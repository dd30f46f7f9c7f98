import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInbox } from "@flaghook/inbox";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, recorder } from "../../../inbox/src/store-contract/harness.ts";
import { issueCertificate, type Certificate } from "../../../../tools/test-support/servers/certificate.ts";
import {
  giveToPostgres,
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";
import { pgBossStore, type PgBossStoreOptions } from "../../src/index.ts";

type Connecting = Partial<PgBossStoreOptions>;

const UNKNOWN_AUTHORITY = "self-signed certificate in certificate chain";

describe.runIf(hasPostgres())("a Postgres that wants TLS", () => {
  let certificate: Certificate;
  let server: PostgresServer;
  let url: string;
  let folder: string;
  beforeAll(async () => {
    certificate = await issueCertificate("localhost");
    folder = await mkdtemp(join(tmpdir(), "flaghook-hba-"));
    for (const one of [folder, dirname(certificate.keyFile)]) await chmod(one, 0o755);
    await giveToPostgres(certificate.keyFile);
    const hba = join(folder, "hba.conf");
    await writeFile(hba, "hostssl all flaghook 127.0.0.1/32 trust\n");
    server = await startPostgres({
      ssl: "on",
      ssl_cert_file: certificate.certFile,
      ssl_key_file: certificate.keyFile,
      hba_file: hba,
    });
    url = server.connectionString.replace("127.0.0.1", "localhost");
  });
  afterAll(async () => {
    await server.stop();
    await certificate.remove();
    await rm(folder, { recursive: true });
  });

  it.each<{ name: string; connect: () => Connecting }>([
    {
      name: "sslmode=verify-full and sslrootcert",
      connect: () => ({
        connectionString: `${url}?sslmode=verify-full&sslrootcert=${certificate.caFile}`,
      }),
    },
    {
      name: "sslrootcert alone",
      connect: () => ({ connectionString: `${url}?sslrootcert=${certificate.caFile}` }),
    },
    {
      name: "ssl beside a URL",
      connect: () => ({ connectionString: url, ssl: { ca: certificate.ca } }),
    },
    {
      name: "ssl among options",
      connect: () => {
        const { hostname: host, port } = new URL(url);
        const ssl = { ca: certificate.ca };
        return { connection: { host, port: Number(port), user: "flaghook", database: "postgres", ssl } };
      },
    },
    { name: "sslmode=no-verify", connect: () => ({ connectionString: `${url}?sslmode=no-verify` }) },
  ])("takes deliveries and gives them to handlers, through $name", async ({ connect }) => {
    const inbox = createInbox({ store: pgBossStore({ name: randomUUID(), ...connect() }) });
    const { handler, handled } = recorder();
    inbox.handle(orders, handler);
    await inbox.start();
    expect(await accept(inbox, order(1))).toBe("accepted");
    await expect.poll(() => handled.length).toBe(1);
    await inbox.stop();
  });

  it.each([
    { name: "no parameter", parameter: "", says: "no encryption", warnings: 0 },
    { name: "sslmode=disable", parameter: "?sslmode=disable", says: "no encryption", warnings: 0 },
    { name: "verify-full", parameter: "?sslmode=verify-full", says: UNKNOWN_AUTHORITY, warnings: 0 },
    { name: "require", parameter: "?sslmode=require", says: UNKNOWN_AUTHORITY, warnings: 1 },
  ])("is not reached with $name: $says, and pg warns $warnings times", async (example) => {
    const { parameter, says, warnings } = example;
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const store = pgBossStore({ name: "test", connectionString: `${url}${parameter}` });
    await expect(accept(createInbox({ store, onError: () => {} }), order(1))).rejects.toThrow(says);
    expect(
      warned.mock.calls.filter(([warning]) => String(warning).includes("sslmode=verify-full")),
    ).toHaveLength(warnings);
    warned.mockRestore();
  });
});

describe.runIf(hasPostgres())("a Postgres with the certificate of another host", () => {
  it("is not reached with sslmode=verify-full", async () => {
    const certificate = await issueCertificate("db.example");
    await chmod(dirname(certificate.keyFile), 0o755);
    await giveToPostgres(certificate.keyFile);
    const server = await startPostgres({
      ssl: "on",
      ssl_cert_file: certificate.certFile,
      ssl_key_file: certificate.keyFile,
    });
    const parameters = `sslmode=verify-full&sslrootcert=${certificate.caFile}`;
    for (const host of ["localhost", "127.0.0.1"]) {
      const connectionString = `${server.connectionString.replace("127.0.0.1", host)}?${parameters}`;
      const inbox = createInbox({
        store: pgBossStore({ name: "test", connectionString }),
        onError: () => {},
      });
      await expect(accept(inbox, order(1))).rejects.toThrow(
        "Hostname/IP does not match certificate's altnames",
      );
    }
    await server.stop();
    await certificate.remove();
  });
});
