import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { github } from "../src/index.ts";

const types = readFileSync(new URL("../src/generated/types.ts", import.meta.url), "utf8");
const actionEvent = /^  "(\w+\.\w+)": GithubNamedEvent<\s*"(\w+)",\s*(\w+)\s*>;/gm;

test("the types name every action that the provider knows, each with the payload of that action", () => {
  const written = Array.from(types.matchAll(actionEvent), ([, name, type, payload]) => {
    const { length } = type!;
    return [name, `${name!.slice(0, length)}.${actionOf(payload!)}`];
  });
  const known = Object.entries(github.events).flatMap(([type, { actions = [] }]) =>
    actions.map((action) => `${type}.${action}`),
  );
  expect(known.length).toBeGreaterThan(250);
  expect(written).toEqual(known.map((name) => [name, name]));
});

/** What an interface of a payload says of its action. */
function actionOf(payload: string): string | undefined {
  return new RegExp(`interface ${payload} extends \\w+ {\\n  action\\??: "(\\w+)"`).exec(types)?.[1];
}
