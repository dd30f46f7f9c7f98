import * as z from "zod/mini";
import { describe, expect, it } from "vitest";
import { createProvider, github, issuesCheck, pushCheck, sign, workflowDispatchCheck } from "../src/index.ts";
import { issuesSchema, pushSchema, workflowDispatchSchema } from "../src/schemas.ts";
import { formBody, pushBody } from "./vectors.ts";

const secret = "secret";
const delivery = (name: string, body: string) => ({ headers: sign(body, { secret, name }), body });

describe.each([
  ["schemas", { push: pushSchema, issues: issuesSchema, workflow_dispatch: workflowDispatchSchema }],
  ["checks", { push: pushCheck, issues: issuesCheck, workflow_dispatch: workflowDispatchCheck }],
])("a provider with %s", (_, events) => {
  const provider = createProvider({ events });

  it("gives the events it was made for", () => {
    const event = provider.verify(delivery("push", pushBody), { secret });
    expect([event.type, event.type === "push" && event.payload.ref]).toEqual(["push", "refs/heads/main"]);
  });

  it("gives all others as unknown, genuine all the same", () => {
    expect(provider.verify(delivery("ping", formBody), { secret })).toMatchObject({
      type: "unknown",
      name: "ping",
      payload: { hook_id: 109948940 },
    });
  });

  it("gives an action that GitHub does not document as unknown", () => {
    expect(provider.verify(delivery("issues", '{"action":"teleported"}'), { secret }).type).toBe("unknown");
  });

  it("refuses a payload that breaks its schema", () => {
    const result = provider.safeVerify(delivery("push", '{"ref":"main"}'), { secret });
    expect(!result.ok && result.error.code).toBe("schema-mismatch");
  });

  it("refuses a forgery", () => {
    const result = provider.safeVerify(
      { headers: sign(pushBody, { secret: "guess", name: "push" }), body: pushBody },
      { secret },
    );
    expect(!result.ok && result.error.code).toBe("signature-mismatch");
  });

  it("knows which of its events repeat", () => {
    expect(provider.events["workflow_dispatch"]?.dedupe.repeatable).toBe(true);
    expect(provider.events["push"]?.dedupe.repeatable).toBe(false);
  });
});

describe("what repeats is GitHub's doing", () => {
  const own = createProvider({ events: { team: z.looseObject({}), workflow_dispatch: () => true } });
  const dedupeOf = (name: string, body: string): unknown => {
    const { type, dedupe } = own.verify(delivery(name, body), { secret });
    return [type, dedupe.repeatable];
  };

  it("not that of a validator of one's own", () => {
    expect(dedupeOf("workflow_dispatch", "{}")).toEqual(["workflow_dispatch", true]);
    expect(dedupeOf("team", '{"action":"edited"}')).toEqual(["team", true]);
    expect(dedupeOf("team", '{"action":"created"}')).toEqual(["team", false]);
    expect(dedupeOf("team", "{}")).toEqual(["team", false]);
  });

  it("nor of the events that the verifier was made for", () => {
    expect(dedupeOf("membership", '{"action":"added"}')).toEqual(["unknown", true]);
    expect(dedupeOf("star", '{"action":"deleted"}')).toEqual(["unknown", true]);
    expect(dedupeOf("star", '{"action":"created"}')).toEqual(["unknown", false]);
    expect(dedupeOf("push", pushBody)).toEqual(["unknown", false]);
    expect(dedupeOf("constructor", "{}")).toEqual(["unknown", false]);
  });

  it("of an action that GitHub does not document only if its event repeats with any", () => {
    const repeats = ["membership", "team", "issues"].map((name) => {
      const event = github.verify(delivery(name, '{"action":"teleported"}'), { secret });
      return [event.type, event.dedupe.repeatable];
    });
    expect(repeats).toEqual([
      ["unknown", true],
      ["unknown", false],
      ["unknown", false],
    ]);
  });

  it("as the provider's description says", () => {
    expect(own.events["workflow_dispatch"]?.dedupe.repeatable).toBe(true);
    expect(own.events["team"]?.dedupe.repeatable).toBe(false);
  });
});

describe("a provider with validators of one's own", () => {
  it("takes a Standard Schema, and gives what it makes of the payload", () => {
    const schema = z.pipe(
      z.looseObject({ ref: z.string() }),
      z.transform(({ ref }) => ({ branch: ref.replace("refs/heads/", "") })),
    );
    const event = createProvider({ events: { push: schema } }).verify(delivery("push", pushBody), { secret });
    expect(event.type === "push" && event.payload.branch).toBe("main");
  });

  it.each(["pusj", "copilot_dream", "constructor", "__proto__", "", "push issues"])(
    "throws a TypeError for an event called %j, which GitHub does not have",
    (name) => {
      const events = Object.fromEntries([
        ["push", pushSchema],
        [name, pushSchema],
      ]) as { push: typeof pushSchema };
      expect(() => createProvider({ events })).toThrow(
        new TypeError(
          `github: GitHub has no event ${JSON.stringify(name)}: https://docs.github.com/en/webhooks/webhook-events-and-payloads lists its events.`,
        ),
      );
    },
  );

  it("takes every event that GitHub documents", () => {
    const names = Object.keys(github.events) as ["push"]; // one will do for the type
    const events = Object.fromEntries(names.map((name) => [name, () => true])) as Record<
      "push",
      () => boolean
    >;
    expect(Object.keys(createProvider({ events }).events)).toEqual(names);
  });

  it.each([
    ["no events", { events: {} }],
    ["events that are undefined", { events: undefined }],
    ["an event called unknown", { events: { unknown: pushSchema } }],
    ["a validator that is none", { events: { push: {} } }],
  ])("throws a TypeError for %s", (_, options) => {
    expect(() => createProvider(options as unknown as Parameters<typeof createProvider>[0])).toThrow(
      TypeError,
    );
  });
});
