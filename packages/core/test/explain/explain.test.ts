import { describe, expect, it, test } from "vitest";
import { explain } from "../../src/explain.ts";
import { commonDamages } from "./support/damaged.ts";
import { damagedByProvider } from "./support/damaged-by-provider.ts";
import { damagedByScheme } from "./support/damaged-by-scheme.ts";
import { genuine } from "./support/genuine.ts";

const table = [...Object.values(genuine).flatMap(commonDamages), ...damagedByProvider, ...damagedByScheme];

describe("a damaged delivery has the cause that explains it first", () => {
  it.each(table)("$name -> $cause", ({ of, delivery, options, cause, certainty }) => {
    const { outcome, causes } = explain(of.provider, delivery, options);
    expect(outcome).toBe("refused");
    expect({ cause: causes[0]?.id, certainty: causes[0]?.certainty }).toEqual({ cause, certainty });
  });

  it("has at least 80 rows, and names each once", () => {
    expect(table.length).toBeGreaterThanOrEqual(80);
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  });
});

test.each(Object.values(genuine))(
  "a genuine delivery of $provider.id has no causes",
  ({ provider, headers, body, secret }) => {
    expect(explain(provider, { headers, body }, { secret })).toEqual({
      outcome: "genuine",
      code: undefined,
      message: undefined,
      causes: [],
      effort: { trials: 0, bytesHashed: 0, isComplete: true },
    });
  },
);
