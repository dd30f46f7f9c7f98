import * as samples from "@flaghook/testing/samples";
import { expect, test } from "vitest";
import { configcat, flagChanges, verify, type FlagChangesOptions } from "../src/index.ts";

const secret = "secret";
const { changed } = samples.configcat;

function changesOf(payload: unknown, options?: FlagChangesOptions) {
  const body = payload === undefined ? "" : JSON.stringify(payload);
  const event = verify({ headers: configcat.sign(body, { secret }), body }, { secret });
  return flagChanges(event, options).map(({ id, ...rest }) => ({
    ...rest,
    place: id.slice(event.dedupeKey.length),
  }));
}

const common = {
  provider: "configcat",
  grain: "flag-environment",
  resource: "flag",
  project: { id: "08d86d63-0000-4000-8000-000000000001", name: "Main Config" },
  environment: { id: "08d86d63-0000-4000-8000-000000000002", name: "Production" },
  comment: "Black Friday",
  url: "https://app.configcat.com/08d86d63-0000-4000-8000-000000000001",
  actor: { type: "user", email: "ada@example.com", name: "Ada Byron" },
};

test("gives each setting that was published, field for field", () => {
  expect(changesOf(changed)).toStrictEqual([
    {
      ...common,
      place: "#0",
      action: "unknown",
      rawAction: "changed",
      subject: { key: "newCheckout" },
      summary: "newCheckout: false ➔ true",
    },
    {
      ...common,
      place: "#1",
      action: "unknown",
      rawAction: "changed",
      subject: { key: "discount" },
      summary: "discount:\r\n  Rollout percentage items changed:\r\n    + 20% true\r\n    + 80% false",
    },
    {
      ...common,
      place: "#2",
      action: "deleted",
      rawAction: "deleted",
      subject: { key: "oldCheckout" },
      summary: "oldCheckout deleted",
    },
  ]);
});

test.each([
  ["added", "created"],
  ["deleted", "deleted"],
  ["changed", "unknown"],
  ["renamed", "unknown"],
  ["__proto__", "unknown"],
])("a setting that was %s is %s, in ConfigCat's own word", (event, action) => {
  expect(changesOf({ changes: [{ settingKey: "a", event }] })).toStrictEqual([
    {
      place: "#0",
      provider: "configcat",
      grain: "flag-environment",
      resource: "flag",
      action,
      rawAction: event,
      subject: { key: "a" },
    },
  ]);
});

test.each([
  ["\r\na: false ➔ true", { action: "enabled", enabled: { before: false, after: true } }],
  ["\r\na: true ➔ false", { action: "disabled", enabled: { before: true, after: false } }],
  ["\r\na: true ➔ true", { action: "unknown", enabled: undefined }],
  ["\r\na: false -> true", { action: "unknown", enabled: undefined }],
  ["a: false ➔ true", { action: "unknown", enabled: undefined }],
  ["\r\nb: false ➔ true", { action: "unknown", enabled: undefined }],
  ["\r\na: false ➔ true\r\n", { action: "unknown", enabled: undefined }],
  ["\r\na: false ➔ true\r\n  + 20% true", { action: "unknown", enabled: undefined }],
  [null, { action: "unknown", enabled: undefined }],
])("reads the details %j only if told to, and only in exactly that form", (details, expected) => {
  const payload = { changes: [{ settingKey: "a", event: "changed", details }] };
  const of = (options?: FlagChangesOptions) =>
    changesOf(payload, options).map(({ action, enabled }) => ({ action, enabled }));
  expect(of({ readDetails: true })).toEqual([expected]);
  expect(of()).toEqual([{ action: "unknown", enabled: undefined }]);
  expect(of({ readDetails: false })).toEqual(of());
});

test("does not read a toggle from a setting that was added", () => {
  const payload = { changes: [{ settingKey: "a", event: "added", details: "\r\na: false ➔ true" }] };
  expect(changesOf(payload, { readDetails: true })).toMatchObject([{ action: "created" }]);
});

test.each([
  ["Ada Byron (ada@example.com)", { type: "user", email: "ada@example.com", name: "Ada Byron" }],
  ["Ada Byron <ada@example.com>", { type: "user", email: "ada@example.com", name: "Ada Byron" }],
  ["ada@example.com", { type: "user", email: "ada@example.com" }],
  ["Ada Byron", { type: "user", name: "Ada Byron" }],
  ["a@example.com b@example.com", { type: "user", name: "a@example.com b@example.com" }],
  ["Ada @ work", { type: "user", name: "Ada @ work" }],
])("changed by %j is %j", (by, actor) => {
  expect(changesOf({ ...changed, by })[0]!.actor).toStrictEqual(actor);
});

test.each(["", null, undefined])("changed by %j has no actor, and without notes no comment", (none) => {
  const [change] = changesOf({ ...changed, by: none, notes: none, url: none });
  for (const field of ["actor", "comment", "url"]) expect(change).not.toHaveProperty(field);
});

test("no change has a time: the signed one is that of the attempt", () => {
  expect(changesOf(changed).filter((change) => "occurredAt" in change)).toEqual([]);
});

test("gives no change for a template of somebody's own, or for no body", () => {
  expect(changesOf({ text: "Main Config - Production changed" })).toEqual([]);
  expect(changesOf(undefined)).toEqual([]);
});
