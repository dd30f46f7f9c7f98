import { compileScheme, type CompiledScheme } from "./compile.ts";
import type { ProviderDefinition } from "./definition.ts";
import { readBody, type BodyInput } from "./delivery.ts";
import type { Secret } from "./options.ts";

/** What `sign` needs to know beside the body. */
export interface SignOptions {
  /** The shared key. Empty is a TypeError. */
  readonly secret: Secret;
  /** The event's name, for providers that send it in a header: a TypeError if it is missing there. */
  readonly name?: string;
  /** The id, for providers that send one in a header. Default: a random UUID. */
  readonly id?: string;
  /** The signed time, for schemes that have one. Default: now. */
  readonly timestamp?: Date;
}

/** The `sign` of a provider: signs as the provider does, for tests, the CLI and replays. */
export function compileSigner(
  definition: ProviderDefinition,
  signature: CompiledScheme,
): (body: BodyInput, options: SignOptions) => Record<string, string> {
  const { id: provider, scheme, eventName, eventId, sends } = definition;
  const schemes = [signature, ...(definition.alsoSigns ?? []).map((other) => compileScheme(provider, other))];
  const idHeader =
    scheme.id?.header ?? (eventId !== undefined && "header" in eventId ? eventId.header : undefined);

  return (body, options) => {
    checkSignOptions(options);
    const bytes = readBody(provider, body, Infinity);
    const headers: Record<string, string> = { "content-type": "application/json", ...sends };
    if (typeof eventName === "object" && "header" in eventName) {
      if (typeof options.name !== "string" || options.name === "") {
        throw new TypeError(`${provider} names its events in the ${eventName.header} header: pass name.`);
      }
      headers[eventName.header] = options.name;
    }
    const id = options.id ?? (idHeader === undefined ? undefined : globalThis.crypto.randomUUID());
    if (idHeader !== undefined) headers[idHeader] = id!;
    const timestamp = timestampText(options.timestamp ?? new Date(), scheme.timestamp?.unit);
    for (const one of schemes) Object.assign(headers, one.sign(bytes, options.secret, { id, timestamp }));
    return headers;
  };
}

function checkSignOptions(options: SignOptions): void {
  if (typeof options !== "object" || options === null)
    throw new TypeError("options must be an object with a secret.");
  for (const name in options) {
    if (!["secret", "name", "id", "timestamp"].includes(name)) {
      throw new TypeError(`unknown option ${JSON.stringify(name)}. Known: secret, name, id, timestamp.`);
    }
  }
  const { secret } = options;
  if (typeof secret === "string" ? secret !== "" : ArrayBuffer.isView(secret) && secret.byteLength > 0)
    return;
  throw new TypeError("secret must be a non-empty string or byte array.");
}

function timestampText(timestamp: Date, unit: "s" | "ms" = "s"): string {
  const time = Number(timestamp);
  if (!Number.isFinite(time)) throw new TypeError("timestamp must be a valid Date.");
  return String(unit === "ms" ? time : Math.floor(time / 1000));
}
