import { sign as octokitSign, verify as octokitVerify } from "@octokit/webhooks-methods";
import { expect, it } from "vitest";
import { sign, verify } from "../src/index.ts";
import { pushBody } from "./vectors.ts";

const bodies = [pushBody, pushBody.replace("Hello-World", "Hällo ♥ Wörld 🐙")];

it.each(bodies)("what @octokit/webhooks-methods signs verifies here", async (body) => {
  const headers = { "x-github-event": "push", "x-hub-signature-256": await octokitSign("a secret", body) };
  expect(verify({ headers, body }, { secret: "a secret" }).type).toBe("push");
});

it.each(bodies)("what is signed here verifies there", async (body) => {
  const signature = sign(body, { secret: "a secret", name: "push" })["x-hub-signature-256"]!;
  expect(await octokitVerify("a secret", body, signature)).toBe(true);
  expect(await octokitVerify("another", body, signature)).toBe(false);
});
