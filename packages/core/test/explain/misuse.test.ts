import { expect, it } from "vitest";
import { explain, type ExplainOptions } from "../../src/explain.ts";
import type { DeliveryInput, Provider } from "../../src/index.ts";
import { genuine, github } from "./support/genuine.ts";

const { headers, body, secret } = genuine.github;
const delivery = { headers, body };

const misuses: readonly [
  name: string,
  provider: unknown,
  delivery: unknown,
  options: unknown,
  message: RegExp,
][] = [
  ["no provider", undefined, delivery, { secret }, /provider must be an object/],
  ["no provider object", { id: "github" }, delivery, { secret }, /provider must be a provider/],
  ["no delivery", github, undefined, { secret }, /delivery must be an object/],
  ["no headers", github, { body }, { secret }, /headers must be an object/],
  ["flat headers", github, { headers: ["a", "b"], body }, { secret }, /headers must be pairs/],
  ["no options", github, delivery, undefined, /options must be an object/],
  ["an unknown option", github, delivery, { secret, secrets: [] }, /no option "secrets"/],
  ["no secret", github, delivery, {}, /secret must be text or bytes, not empty/],
  ["an empty secret", github, delivery, { secret: "" }, /secret must be text or bytes, not empty/],
  ["an empty list", github, delivery, { secret: [] }, /secret must be text or bytes, not empty/],
  ["a wrong limit", github, delivery, { secret, maxBodyBytes: -1 }, /maxBodyBytes/],
  ["a wrong clock", github, delivery, { secret, now: 1 }, /now must be a function/],
  [
    "other providers as one",
    github,
    delivery,
    { secret, otherProviders: github },
    /otherProviders must be a list/,
  ],
  [
    "another provider by name",
    github,
    delivery,
    { secret, otherProviders: ["goff"] },
    /otherProviders\[0\] must be an object/,
  ],
  [
    "other secrets as a list",
    github,
    delivery,
    { secret, otherSecrets: ["a"] },
    /otherSecrets must be an object of secrets by name/,
  ],
  [
    "an empty other secret",
    github,
    delivery,
    { secret, otherSecrets: { A: "" } },
    /secret must be text or bytes, not empty/,
  ],
  [
    "an unknown framework",
    github,
    delivery,
    { secret, framework: "rails" },
    /framework must be one of express, fastify/,
  ],
];

it.each(misuses)("%s is a TypeError", (_, provider, given, options, message) => {
  const run = (): unknown => explain(provider as Provider, given as DeliveryInput, options as ExplainOptions);
  expect(run).toThrow(TypeError);
  expect(run).toThrow(message);
});

it("takes every form of headers, an iterator that can be read once among them", () => {
  const pairs = Object.entries({
    ...headers,
    "x-hub-signature-256": headers["x-hub-signature-256"]!.slice("sha256=".length).toUpperCase(),
  });
  const forms: readonly DeliveryInput["headers"][] = [
    Object.fromEntries(pairs),
    pairs,
    new Headers(pairs),
    new Map(pairs).entries(),
    { get: (name: string) => Object.fromEntries(pairs)[name] ?? null },
  ];
  for (const form of forms) {
    const { causes } = explain(github, { headers: form, body }, { secret });
    expect(causes.map(({ id, certainty }) => [id, certainty])).toEqual([
      ["header-prefix", "proven"],
      ["header-case", "proven"],
    ]);
  }
});
