import { createInbox } from "@flaghook/inbox";
import { createRequire } from "node:module";
import { inspect } from "node:util";
import { expect, it, vi } from "vitest";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { readConnection } from "../../src/database/connection.ts";
import { pgBossStore, type PgBossStoreOptions } from "../../src/index.ts";

const SECRET = "correct-horse";
const url = `postgres://u:${SECRET}@127.0.0.1:1/app`;

const unreadable =
  "connectionString must be a Postgres URL, such as postgres://user:password@localhost:5432/app, without quotes and white space. Encode what is special in a password with encodeURIComponent, or give it as the option password.";

it.each([
  "",
  `u:${SECRET}@127.0.0.1/app`,
  `//u:${SECRET}@127.0.0.1/app`,
  `"${url}"`,
  `'${url}'`,
  ` ${url}`,
  `${url}\n`,
  `DATABASE_URL=${url}`,
  url.replace("postgres:", "postgress:"),
  url.replace("postgres:", "http:"),
  url.replace("postgres:", "jdbc:postgres:"),
  `host=127.0.0.1 user=u password=${SECRET}`,
  `postgres://u:1/${SECRET}@127.0.0.1/app`,
  `postgres://u:1?${SECRET}@127.0.0.1/app`,
  `postgres://u:1#${SECRET}@127.0.0.1/app`,
  `postgres://u:${SECRET}@127.0.0.1:port/app`,
  `postgres://u:${SECRET}%zz@127.0.0.1/app`,
  `postgres://u:${SECRET}@127.0.0.1/app@${SECRET}`,
  SECRET,
])("refuses what is no Postgres URL without quoting it: %s", (connectionString) => {
  expect(() => pgBossStore({ name: "test", connectionString })).toThrow(new TypeError(unreadable));
  expect(() => pgBossStore({ name: "test", connection: connectionString })).toThrow(
    new TypeError(unreadable),
  );
});

it.each([
  url,
  "postgresql://localhost",
  "postgres://localhost/app",
  "postgres://u@[::1]:5432/app?sslmode=verify-full",
  "postgres://u:p%40ss@db.example/app",
  "postgres://u@/app?host=/run/postgresql",
  "postgres://u@%2Frun%2Fpostgresql/app",
  "/run/postgresql app",
])("takes %s", (connectionString) => {
  expect(readConnection({ connectionString })).toEqual({ options: { connectionString } });
  expect(readConnection({ connection: connectionString })).toEqual({ options: { connectionString } });
});

it("reads the parts of a URL that has its password beside it, as pg does", () => {
  const connectionString = "postgresql://us%2Der@[::1]:5433/my%20app?application_name=hooks";
  expect(readConnection({ connectionString, password: SECRET })).toEqual({
    options: {
      host: "::1",
      port: 5433,
      user: "us-er",
      database: "my app",
      application_name: "hooks",
      password: SECRET,
    },
  });
  const ssl = { ca: "an authority" };
  expect(readConnection({ connectionString: url, ssl })).toEqual({ options: { connectionString: url, ssl } });
});

const { Client } = createRequire(createRequire(import.meta.url).resolve("pg-boss"))("pg") as {
  Client: new (options: object) => { readonly ssl: unknown };
};

it.each([
  { parameter: "", ssl: false },
  { parameter: "?sslmode=disable", ssl: false },
  { parameter: "?sslmode=verify-full", ssl: {} },
  { parameter: "?sslmode=prefer", ssl: {} },
  { parameter: "?sslmode=require", ssl: {} },
  { parameter: "?sslmode=verify-ca", ssl: {} },
  { parameter: "?sslmode=no-verify", ssl: { rejectUnauthorized: false } },
])("pg reads $parameter as the table of the README says", ({ parameter, ssl }) => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const connectionString = `postgres://u@localhost/app${parameter}`;
  const connection = readConnection({ connectionString });
  expect(connection).toEqual({ options: { connectionString } });
  expect(new Client({ connectionString }).ssl).toEqual(ssl);
  warned.mockRestore();
});

it.each([
  { name: "neither", change: {}, says: "one of the two" },
  {
    name: "both",
    change: { connectionString: url, connection: { host: "127.0.0.1" } },
    says: "one of the two",
  },
  { name: "no object", change: { connection: null }, says: "must be a Postgres URL" },
  { name: "a typo", change: { connection: { hots: "x" } }, says: 'connection: unknown option "hots"' },
  {
    name: "a URL among options",
    change: { connection: { connectionString: url } },
    says: "unknown option",
  },
  { name: "a client", change: { connection: { query() {}, connect() {} } }, says: "is a client" },
  { name: "ssl in words", change: { connectionString: url, ssl: "require" }, says: "ssl must be" },
  {
    name: "ssl twice",
    change: { connectionString: `${url}?sslmode=require`, ssl: true },
    says: "keep one of the two",
  },
  {
    name: "a password twice",
    change: { connectionString: url, password: SECRET },
    says: "keep one of the two",
  },
  {
    name: "a password beside sslmode",
    change: { connectionString: "postgres://u@localhost/app?sslmode=verify-full", password: SECRET },
    says: "say with the option ssl",
  },
  { name: "a password that is a number", change: { connection: { password: 5 } }, says: "password must be" },
  {
    name: "ssl beside options",
    change: { connection: {}, ssl: true },
    says: "password and ssl complete a URL",
  },
  { name: "max", change: { connectionString: url, max: 3 }, says: 'unknown option "max"' },
])("refuses $name, and quotes no password", ({ change, says }) => {
  const given = { name: "test", ...change } as unknown as PgBossStoreOptions;
  const thrown = thrownBy(() => pgBossStore(given));
  expect(thrown).toBeInstanceOf(TypeError);
  expect((thrown as Error).message).toContain(says);
  expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain(SECRET);
});

it.each([
  url,
  `postgres://${SECRET}:${SECRET}@127.0.0.1:1/app?application_name=${SECRET}`,
  `postgres://u:${SECRET}@127.0.0.1:1/app?sslmode=require`,
])("says that it cannot connect without its password: %s", async (connectionString) => {
  const faults: unknown[] = [];
  const inbox = createInbox({
    store: pgBossStore({ name: "test", connectionString }),
    onError: (error) => faults.push(error),
  });
  const { verified, delivery } = order(1);
  const thrown: unknown = await inbox.accept(verified, delivery).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Error);
  expect(inspect([thrown, ...faults], { depth: 9, showHidden: true })).not.toContain(SECRET);
});

function thrownBy(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}
