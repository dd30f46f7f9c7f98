import { readDate } from "../delivery/clock.ts";
import { toBytes, type BodyInput } from "../delivery/delivery.ts";
import type { Secret, TokenSecret } from "../delivery/secret.ts";
import { assert, assertAwaited, assertOptionNames } from "../errors/assert.ts";
import type { CompiledScheme } from "../signature/compile-scheme.ts";
import { isHeaderSource, type ProviderDefinition } from "./definition.ts";
import { shallowSnapshot } from "./snapshot.ts";

/** Options of `sign`, beside the body. */
export interface SignOptions {
  /** The shared key, one alone. A TypeError where `verify` throws one. */
  readonly secret: Secret | TokenSecret;
  /**
   * The event's name, for providers that send it in a header: a TypeError if it is missing there.
   */
  readonly name?: string;
  /** The id, for providers that send one in a header. Default: a random UUID. */
  readonly id?: string;
  /** The signed time, for schemes that have one, not before 1970. Default: now. */
  readonly timestamp?: Date;
}

/**
 * The `sign` of a provider: signs as the provider does, for tests, the CLI and replays. It throws
 * TypeError on misuse, such as a parsed body.
 */
export function compileSigner(
  definition: ProviderDefinition,
  schemes: readonly CompiledScheme[],
): (body: BodyInput, options: SignOptions) => Record<string, string> {
  const { id: provider, eventName, eventId, constantHeaders } = definition;
  const nameHeader = headerOf(eventName);
  const idHeader = headerOf(eventId);
  const needsId = idHeader !== undefined || schemes.some((one) => one.idHeader);

  return (body, options) => {
    assertOptionNames("options", options, "secret name id timestamp");
    const read = shallowSnapshot(options); // each read once
    const { secret, name, timestamp = new Date() } = read;
    const { id = needsId ? globalThis.crypto.randomUUID() : "none" } = read;
    assert(!Array.isArray(secret), "secret must be one, not a list."); // its scheme says whether it is usable
    assert(typeof id === "string" && id !== "", "id must be a non-empty string.");
    const values = { id, timestamp: new Date(readDate("timestamp", timestamp)) };
    assertAwaited("body", body);
    const bytes = toBytes(body);
    if (bytes === undefined) throw new TypeError("body must be raw bytes.");
    const headers: Record<string, string> = { "content-type": "application/json", ...constantHeaders };
    if (nameHeader !== undefined) {
      if (typeof name !== "string" || name === "") {
        throw new TypeError(`${provider} names its events in the ${nameHeader} header: pass name.`);
      }
      headers[nameHeader] = name;
    }
    if (idHeader !== undefined) headers[idHeader] = id;
    for (const scheme of schemes) Object.assign(headers, scheme.sign(bytes, secret, values));
    return headers;
  };
}

function headerOf(source: ProviderDefinition["eventName"] | undefined): string | undefined {
  return typeof source === "object" && isHeaderSource(source) ? source.header : undefined;
}
