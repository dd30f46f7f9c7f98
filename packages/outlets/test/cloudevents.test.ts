import type { FlagChange } from "@flaghook/core";
import { CloudEvent, HTTP } from "cloudevents";
import { describe, expect, it } from "vitest";
import { toCloudEvent } from "../src/cloudevents.ts";
import { changeWith, FULL } from "./change.ts";

const source = "https://hooks.example.com/acme";

/** What the SDK's own strict validation makes of it, after a trip through JSON. */
function read(change: FlagChange): CloudEvent<FlagChange> {
  const event = new CloudEvent<FlagChange>(
    JSON.parse(JSON.stringify(toCloudEvent(change, { source }))) as object,
    true,
  );
  event.validate();
  return event;
}

describe("toCloudEvent", () => {
  it("says what the change says", () => {
    expect(toCloudEvent(FULL, { source })).toEqual({
      specversion: "1.0",
      id: "sha256:9f86d081#0",
      source,
      type: "io.github.flaghook.flag.enabled.v1",
      subject: "checkout-v2",
      time: "2026-11-29T10:11:12.345Z",
      datacontenttype: "application/json",
      authtype: "user",
      authid: "u1",
      data: FULL,
    });
  });

  it("passes the SDK's strict validation, and both bindings of HTTP", () => {
    const event = read(FULL);
    expect(event.data).toEqual(FULL);
    for (const message of [HTTP.structured(event), HTTP.binary(event)]) {
      const received = HTTP.toEvent<FlagChange>(message) as CloudEvent<FlagChange>;
      expect([received.id, received.type, received.subject]).toEqual([
        "sha256:9f86d081#0",
        "io.github.flaghook.flag.enabled.v1",
        "checkout-v2",
      ]);
    }
  });

  it.each(["flag", "segment", "experiment", "config", "other"] as const)("is valid for a %s", (resource) => {
    for (const action of ["targeting-changed", "approval", "published", "unknown"] as const) {
      expect(read(changeWith({ resource, action })).type).toBe(`io.github.flaghook.${resource}.${action}.v1`);
    }
  });

  it.each([
    { what: "the key", subject: { key: "k", id: "i", name: "n" }, expected: "k" },
    { what: "the id without a key", subject: { id: "i", name: "n" }, expected: "i" },
    { what: "the name without both", subject: { key: "", name: "n" }, expected: "n" },
    { what: "nothing where nothing was named", subject: undefined, expected: undefined },
    { what: "nothing where all names are empty", subject: { key: "" }, expected: undefined },
  ])("has $what as its subject", ({ subject, expected }) => {
    const event = read(changeWith({ subject }));
    expect(event.subject).toBe(expected);
  });

  it.each([
    { time: "2026-11-29T10:11:12Z", isKept: true },
    { time: "2026-11-29T10:11:12.123456+05:30", isKept: true },
    { time: "2026-11-29", isKept: false },
    { time: "2026-11-29T10:11:12", isKept: false },
    { time: "2026-13-45T10:11:12Z", isKept: false },
    { time: "yesterday", isKept: false },
    { time: undefined, isKept: false },
  ])("has $time as its time: $isKept", ({ time, isKept }) => {
    const event = toCloudEvent(changeWith({ occurredAt: time }), { source });
    expect(event.time).toBe(isKept ? time : undefined);
    expect("time" in event).toBe(isKept);
    read(changeWith({ occurredAt: time }));
  });

  it.each([
    { type: "user", authtype: "user" },
    { type: "api-key", authtype: "api_key" },
    { type: "service", authtype: "service_account" },
    { type: "system", authtype: "system" },
    { type: "unknown", authtype: "unknown" },
  ] as const)(
    "calls an actor of type $type $authtype, and never names or addresses them",
    ({ type, authtype }) => {
      const { data: _data, ...attributes } = toCloudEvent(
        changeWith({ actor: { type, email: "ana@example.com", name: "Ana" } }),
        { source },
      );
      expect(attributes.authtype).toBe(authtype);
      expect(JSON.stringify(attributes)).not.toMatch(/ana/iu);
      expect("authid" in attributes).toBe(false);
    },
  );

  it("has no actor where the provider sends none", () => {
    const event = toCloudEvent(changeWith({ actor: undefined }), { source });
    expect(Object.keys(event)).not.toContain("authtype");
  });

  it.each(["", " ", "two words", "https://example.com/%zz", "ünï", undefined, 7, null])(
    "throws for %j as its source",
    (wrong) => {
      expect(() => toCloudEvent(FULL, { source: wrong as string })).toThrow(
        new TypeError('source must be a URI, such as "https://hooks.example.com/goff".'),
      );
    },
  );

  it.each(["/flags", "urn:example:flags", "https://example.com/a?b=c#d", "a%20b"])("takes %s", (good) => {
    expect(toCloudEvent(FULL, { source: good }).source).toBe(good);
  });
});
