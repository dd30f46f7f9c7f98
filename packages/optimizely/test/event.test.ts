import { expect, test } from "vitest";
import { datafileUrl, optimizely, verify, type DatafileUpdatedEvent } from "../src/index.ts";
import { approvalEventNames, changeEventNames } from "../src/event-names.ts";
import { approval, rulesetUpdated } from "./payloads.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [documented] = vectors.genuine;
const datafile = JSON.parse(documented!.body) as { data: Record<string, unknown> };

function verified(payload: unknown) {
  const body = JSON.stringify(payload);
  return verify({ headers: optimizely.sign(body, { secret }), body }, { secret });
}

function withUrl(url: string): DatafileUpdatedEvent {
  return verified({ ...datafile, data: { ...datafile.data, cdn_url: url } }) as DatafileUpdatedEvent;
}

test("gives the documented delivery as a typed event, field for field", () => {
  const { secret: published, headers, body } = documented!;
  expect(verify({ headers, body }, { secret: published })).toEqual({
    provider: "optimizely",
    type: "project.datafile_updated",
    name: "project.datafile_updated",
    id: undefined,
    dedupeKey: '["project.datafile_updated",11387641093,"Production",13]',
    dedupe: { kind: "identity", repeatable: false },
    secretIndex: 0,
    payload: JSON.parse(body) as unknown,
  });
});

test("a datafile without an environment has null in its identity", () => {
  const { environment: _dropped, ...data } = datafile.data;
  expect(verified({ ...datafile, data }).dedupeKey).toBe('["project.datafile_updated",11387641093,null,13]');
});

test("a snippet has an identity of its own", () => {
  expect(verified({ ...datafile, event: "project.snippet_updated" })).toMatchObject({
    type: "project.snippet_updated",
    dedupeKey: '["project.snippet_updated",11387641093,"Production",13]',
  });
});

test("knows 38 change-history events and 3 approvals", () => {
  expect(changeEventNames).toHaveLength(38);
  expect(approvalEventNames).toHaveLength(3);
  expect(Object.keys(optimizely.events)).toHaveLength(43);
});

test.each([...changeEventNames])("types %s, whose data is an array", (event) => {
  expect(verified({ ...rulesetUpdated, event })).toMatchObject({
    type: event,
    name: event,
    dedupe: { kind: "digest" },
  });
});

test.each([...approvalEventNames])("types %s", (event) => {
  expect(verified({ ...approval, event })).toMatchObject({
    type: event,
    payload: { data: approval["data"] },
  });
});

test("refuses a change whose data is an object, as that of a datafile is", () => {
  const body = JSON.stringify({ ...rulesetUpdated, data: {} });
  const result = optimizely.safeVerify({ headers: optimizely.sign(body, { secret }), body }, { secret });
  expect(result).toMatchObject({ ok: false, error: { issues: [{ path: ["data"], expected: "array" }] } });
});

test.each([
  "https://cdn.optimizely.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json",
  "https://optimizely.s3.amazonaws.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json",
])("hands out %s, as Optimizely sends it", (url) => {
  expect(datafileUrl(withUrl(url))).toBe(url);
});

test.each([
  "http://cdn.optimizely.com/datafiles/a.json",
  "https://cdn.optimizely.com.example.com/a.json",
  "https://example.com/cdn.optimizely.com/a.json",
  "https://cdn.optimizely.com@example.com/a.json",
  "https://user@cdn.optimizely.com/a.json",
  "https://:password@cdn.optimizely.com/a.json",
  "https://user:password@cdn.optimizely.com/a.json",
  "https://cdn.optimizely.com:8443/a.json",
  "https://cdn.optimizely.com./a.json",
  "https://evil.s3.amazonaws.com/a.json",
  "https://evil-cdn.optimizely.com/a.json",
  "https://169.254.169.254/latest/meta-data",
  "https:\\\\example.com\\@cdn.optimizely.com",
  "//cdn.optimizely.com/a.json",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "",
])("refuses to hand out %j for fetching", (url) => {
  expect(() => datafileUrl(withUrl(url))).toThrow(
    expect.objectContaining({
      code: "schema-mismatch",
      issues: [expect.objectContaining({ path: ["data", "cdn_url"] })],
    }),
  );
});
