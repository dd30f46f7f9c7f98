import { checkOptionNames, must } from "../errors/assert.ts";
import { checkObject, checkOptions, checkSecret } from "../delivery/verify-options.ts";
import type { Provider } from "../provider/provider.ts";
import type { ExplainOptions } from "./model/diagnosis.ts";
import { FRAMEWORKS } from "./model/framework.ts";

/**
 * @throws {TypeError} on anything that a type checker would have refused, an empty secret among
 * them
 */
export function assertExplainOptions(provider: Provider, options: ExplainOptions): void {
  assertProvider("provider", provider);
  checkOptionNames("options", options, "secret maxBodyBytes now otherProviders otherSecrets framework");
  const { otherProviders = [], otherSecrets = {}, framework, ...verifyOptions } = options;
  checkOptions(verifyOptions);
  must(Array.isArray(otherProviders), "otherProviders must be a list of providers.");
  otherProviders.forEach((one, index) => assertProvider(`otherProviders[${index}]`, one));
  checkObject("otherSecrets", otherSecrets);
  must(!Array.isArray(otherSecrets), "otherSecrets must be an object of secrets by name.");
  Object.values(otherSecrets).forEach(checkSecret);
  must(
    framework === undefined || FRAMEWORKS.includes(framework),
    `framework must be one of ${FRAMEWORKS.join(", ")}.`,
  );
}

function assertProvider(what: string, provider: Provider): void {
  checkObject(what, provider);
  must(
    typeof provider.verify === "function" && typeof provider.verifySignature === "function",
    `${what} must be a provider, such as github of @flaghook/github.`,
  );
}
