import { expect, it } from "vitest";
import { createProvider, github, pushCheck } from "../src/index.ts";
import { pushSchema } from "../src/schemas.ts";
import { pushBody } from "./vectors.ts";

const secret = "secret";
const withSchema = createProvider({ events: { push: pushSchema } });

/** A push whose repository was made from a template, which was made from a template, and so on. */
function pushOf(levels: number): string {
  const { repository } = JSON.parse(pushBody) as { repository: object };
  const start = `${JSON.stringify(repository).slice(0, -1)},"template_repository":`.repeat(levels);
  return `${pushBody.slice(0, -1)},"repository":${start}null${"}".repeat(levels)}}`;
}

/** A push with a field that nobody knows, or a whole body, of arrays in arrays. */
const arrays = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
const pushWithArrays = (levels: number): string => `${pushBody.slice(0, -1)},"later":${arrays(levels)}}`;

function verdictsOf(body: string): readonly (boolean | string)[] {
  const delivery = { headers: github.sign(body, { secret, name: "push" }), body };
  return [
    ...[github, withSchema].map((provider) => {
      const result = provider.safeVerify(delivery, { secret });
      return result.ok || result.error.code;
    }),
    pushCheck(JSON.parse(body)),
    pushSchema.safeParse(JSON.parse(body)).success,
  ];
}

it.each([1, 10, 32])("takes repositories in repositories %d levels deep", (levels) => {
  expect(verdictsOf(pushOf(levels))).toEqual([true, true, true, true]);
});

it.each([40, 100, 101, 30_000])(
  "refuses repositories in repositories %d levels deep, without an overflow",
  (levels) => {
    expect(verdictsOf(pushOf(levels))).toEqual(["schema-mismatch", "schema-mismatch", false, false]);
    expect(verdictsOf(pushOf(1))).toEqual([true, true, true, true]); // nothing is left of it
  },
);

it("draws the line where the checks draw it", () => {
  for (let levels = 30; levels < 40; levels++) {
    const [first, ...others] = verdictsOf(pushOf(levels)).map((verdict) => verdict === true);
    expect(others).toEqual([first, first, first]);
  }
});

it.each([10, 100, 101, 100_000, 1_000_000])(
  "takes an unknown field of arrays in arrays, %d levels deep",
  (levels) => {
    expect(verdictsOf(pushWithArrays(levels))).toEqual([true, true, true, true]);
    expect(verdictsOf(arrays(levels))).toEqual(["schema-mismatch", "schema-mismatch", false, false]);
  },
);
