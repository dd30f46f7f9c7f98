import { expect, test } from "vitest";
import { hypertune, verify } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [documented] = vectors.genuine;

function verified(body: string) {
  return verify({ headers: hypertune.sign(body, { secret }), body }, { secret });
}

test("gives the documented delivery as a typed event, field for field", () => {
  const { secret: documentedSecret, headers, body } = documented!;
  expect(verify({ headers, body }, { secret: documentedSecret })).toEqual({
    provider: "hypertune",
    type: "NEW_COMMIT",
    name: "NEW_COMMIT",
    id: "QAq7JB7nE5tY8mS99qsmM",
    dedupeKey: "QAq7JB7nE5tY8mS99qsmM",
    dedupe: { kind: "identity", repeatable: false },
    secretIndex: 0,
    payload: JSON.parse(body) as unknown,
  });
});

test("an unknown type keeps its name, its id and the id as identity", () => {
  expect(verified('{"id":"b","type":"NEW_BRANCH"}')).toMatchObject({
    type: "unknown",
    name: "NEW_BRANCH",
    id: "b",
    dedupeKey: "b",
    dedupe: { kind: "identity" },
  });
});

test("an unknown type without an id falls back to a digest of the body", () => {
  expect(verified('{"type":"NEW_BRANCH"}')).toMatchObject({
    id: undefined,
    dedupeKey: "sha256:209ef74d999a97791952b571123768a4422891517bbe7d7ebe1a90e650861b08",
    dedupe: { kind: "digest", repeatable: false },
  });
});

test("a payload that names a prototype's member is just another unknown type", () => {
  expect(verified('{"id":"b","type":"__proto__"}')).toMatchObject({ type: "unknown", name: "__proto__" });
});
