import { WebhookError } from "@flaghook/core";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createReceiver, type ReceiverInbox, type WebhookOptions } from "../../src/index.ts";
import { acme, deliver, PING, SECRET, type AcmeEvent } from "../support/acme.ts";
import { servers } from "../support/servers.ts";
import { untouchables } from "../support/untouchable.ts";

type Scope = WebhookOptions<AcmeEvent>["scope"];

const never: ReceiverInbox = { accept: () => expect.unreachable() };

async function resultOf(scope: unknown): Promise<unknown[]> {
  const reports: unknown[] = [];
  const receive = createReceiver({
    provider: acme,
    secret: SECRET,
    inbox: never,
    scope: scope as Scope,
    onError: (error, { stage, isVerified }) => reports.push(stage, isVerified, error),
  });
  const { status, body } = await receive(deliver(PING));
  return [status, JSON.parse(body).code, ...reports];
}

const nameless = [
  undefined,
  null,
  "",
  0,
  7,
  true,
  Symbol("a"),
  {},
  ["tenant"],
  new String("tenant"),
  () => "a",
];

describe("a scope that names nobody", () => {
  it.each(nameless.map((name) => ({ name, what: inspect(name) })))(
    "is 500 and a report, never no scope: $what",
    async ({ name }) => {
      const failed = [500, "scope-failed", "scope", true, expect.any(TypeError)];
      expect(await resultOf(() => name)).toEqual(failed);
      expect(await resultOf(async () => name)).toEqual(failed);
    },
  );

  it.each(untouchables)("is 500 and a report when it returns or throws $name", async ({ make }) => {
    const failed = [500, "scope-failed", "scope", true];
    expect((await resultOf(async () => make())).slice(0, 4)).toEqual(failed);
    const thrown = make();
    const reported = await resultOf(() => {
      throw thrown;
    });
    expect(reported.slice(0, 4)).toEqual(failed);
    expect(reported[4] === thrown).toBe(true);
  });

  it.each([
    { name: "a refusal of another delivery", thrown: new WebhookError("signature-mismatch", "other", "no") },
    { name: "an error of status 413", thrown: Object.assign(new Error("x"), { status: 413 }) },
    { name: "nothing", thrown: undefined },
  ])("is 500 and a report when it throws $name", async ({ thrown }) => {
    const failed = [500, "scope-failed", "scope", true, thrown];
    expect(await resultOf(() => Promise.reject(thrown))).toEqual(failed);
  });

  it.each(servers)("is 500 on $name", async ({ start, send }) => {
    const errors: unknown[] = [];
    const server = await start({
      provider: acme,
      secret: SECRET,
      inbox: never,
      scope: () => undefined as never,
      onError: (error) => errors.push(error),
    });
    const { headers, body } = deliver(PING);
    const response = await send(
      `${server.origin}/hook`,
      { ...headers, "content-type": "application/json" },
      body,
    );
    expect(response).toMatchObject({ status: 500, body: '{"code":"scope-failed"}' });
    expect(errors).toMatchObject([{ name: "TypeError", message: /non-empty string, not undefined/ }]);
    await server.close();
  });
});

it("no scope is what an absent option means, and an option that is undefined", async () => {
  const seen: unknown[] = [];
  const inbox: ReceiverInbox = {
    accept: async (_verified, _delivery, options) => {
      seen.push(options);
      return "accepted";
    },
  };
  await createReceiver({ provider: acme, secret: SECRET, inbox })(deliver(PING));
  await createReceiver({ provider: acme, secret: SECRET, inbox, scope: undefined })(deliver(PING));
  await createReceiver({ provider: acme, secret: SECRET, inbox, scope: async () => "a" })(deliver(PING));
  expect(seen).toEqual([{}, {}, { scope: "a" }]);
});
