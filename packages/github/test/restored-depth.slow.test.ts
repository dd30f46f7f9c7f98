import { expect, it } from "vitest";
import { createProvider, github, pushCheck } from "../src/index.ts";
import { pushSchema } from "../src/schemas.ts";
import { pushBody } from "./vectors.ts";

const secret = "secret";
const withSchema = createProvider({ events: { push: pushSchema } });

it("refuses no genuine push after checks and schemas were thrown out of", () => {
  const hostile = {
    ...(JSON.parse(pushBody) as object),
    get repository(): never {
      throw new RangeError("Maximum call stack size exceeded");
    },
  };
  for (let attempt = 0; attempt < 100; attempt++) {
    expect(() => pushCheck(hostile)).toThrow(RangeError);
    expect(() => pushSchema.safeParse(hostile)).toThrow(RangeError);
  }
  const delivery = { headers: github.sign(pushBody, { secret, name: "push" }), body: pushBody };
  expect(pushCheck(JSON.parse(pushBody))).toBe(true);
  expect(pushSchema.safeParse(JSON.parse(pushBody)).success).toBe(true);
  expect(github.verify(delivery, { secret }).type).toBe("push");
  expect(withSchema.verify(delivery, { secret }).type).toBe("push");
});

it("finds at most 32 faults in a push of 200 000 faulty commits", () => {
  const commits = Array.from({ length: 200_000 }, () => ({ id: 1, added: [1, 2, 3] }));
  const payload = { ...(JSON.parse(pushBody) as object), commits };
  const { success, error } = pushSchema.safeParse(payload);
  expect(success).toBe(false);
  expect(error!.issues).toHaveLength(32);

  const body = JSON.stringify(payload);
  const delivery = { headers: github.sign(body, { secret, name: "push" }), body };
  for (let attempt = 0; attempt < 3; attempt++) {
    const result = withSchema.safeVerify(delivery, { secret });
    expect(!result.ok && result.error.code).toBe("schema-mismatch");
  }
});

it("finds at most 32 faults in repositories in repositories", () => {
  const repository = (levels: number): object => ({
    ...Object.fromEntries(["id", "name", "full_name", "url", "size", "forks"].map((field) => [field, []])),
    ...(levels > 0 && { parent: repository(levels - 1), source: repository(levels - 1) }),
  });
  const { error } = pushSchema.safeParse({ ...(JSON.parse(pushBody) as object), repository: repository(8) });
  expect(error!.issues).toHaveLength(32);
});
