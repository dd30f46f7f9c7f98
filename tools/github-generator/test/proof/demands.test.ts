import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import { tryDemands } from "../../src/proof/demands.ts";
import { shapes } from "../built-shapes.ts";
import { everyNth, samples } from "../corrected.ts";

test.each(everyNth(samples, 12).map((sample, index) => ({ name: `${sample.event} #${index}`, sample })))(
  "$name: without a demanded field, or with another type there, it is refused",
  ({ sample }) => {
    const { tried, passed } = tryDemands(shapes, sample);
    expect(tried).toBeGreaterThan(0);
    expect(passed).toEqual([]);
  },
);

test("an issue says where the payload is wrong and what should stand there", () => {
  const secret = "secret";
  const payload = structuredClone(samples.find(({ event }) => event === "issues")!.payload);
  (payload["issue"] as { user: { login: unknown } }).user.login = 42;
  const body = JSON.stringify(payload);
  const headers = github.sign(body, { secret, name: "issues" });
  const result = github.safeVerify({ headers, body }, { secret });
  expect(!result.ok && result.error.issues).toEqual([
    { path: ["issue", "user", "login"], code: "invalid_type", expected: "string" },
  ]);
});
