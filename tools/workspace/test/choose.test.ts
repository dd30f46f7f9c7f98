import { describe, expect, it } from "vitest";
import { choose } from "../choose.ts";

const projects = [{ name: "nest-express" }, { name: "nest-fastify" }, { name: "next" }];
const named = (...texts: string[]): string[] =>
  choose(projects, texts, ({ name }) => name).map(({ name }) => name);

describe("choosing what a check tries", () => {
  it("takes everything when nothing is named", () => {
    expect(named()).toEqual(["nest-express", "nest-fastify", "next"]);
  });

  it("takes what has one of the texts in its name, in any case", () => {
    expect(named("Nest")).toEqual(["nest-express", "nest-fastify"]);
    expect(named("next", "EXPRESS")).toEqual(["nest-express", "next"]);
  });

  it("refuses a text that is in no name, and says which there are", () => {
    expect(() => named("next", "nuxt")).toThrow(
      new TypeError('nothing has "nuxt" in its name. There is:\n  nest-express\n  nest-fastify\n  next'),
    );
  });
});
