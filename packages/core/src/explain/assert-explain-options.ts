import { assert, assertObject, assertOptionNames } from "../errors/assert.ts";
import { readSecret } from "../delivery/secret.ts";
import { assertOptions } from "../delivery/verify-options.ts";
import type { Provider } from "../provider/provider.ts";
import type { ExplainOptions } from "./model/diagnosis.ts";
import { FRAMEWORKS } from "./model/framework.ts";

/**
 * @throws {TypeError} on anything that a type checker would have refused, an empty secret among
 * them
 */
export function assertExplainOptions(provider: Provider, options: ExplainOptions): void {
  assertProvider("provider", provider);
  assertOptionNames("options", options, "secret maxBodyBytes now otherProviders otherSecrets framework");
  const { otherProviders = [], otherSecrets = {}, framework, ...verifyOptions } = options;
  assertOptions(verifyOptions);
  assert(Array.isArray(otherProviders), "otherProviders must be a list of providers.");
  otherProviders.forEach((one, index) => assertProvider(`otherProviders[${index}]`, one));
  assertObject("otherSecrets", otherSecrets);
  assert(!Array.isArray(otherSecrets), "otherSecrets must be an object of secrets by name.");
  Object.values(otherSecrets).forEach(readSecret);
  assert(
    framework === undefined || FRAMEWORKS.includes(framework),
    `framework must be one of ${FRAMEWORKS.join(", ")}.`,
  );
}

function assertProvider(what: string, provider: Provider): void {
  assertObject(what, provider);
  assert(
    typeof provider.verify === "function" && typeof provider.verifySignature === "function",
    `${what} must be a provider, such as github of @flaghook/github.`,
  );
}
