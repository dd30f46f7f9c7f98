import { toBytes, type DeliveryInput } from "../delivery/delivery.ts";
import { normaliseHeaders } from "../delivery/headers.ts";
import type { Secret } from "../delivery/secret.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../delivery/verify-options.ts";
import type { Provider } from "../provider/provider.ts";
import type { Refusal } from "./model/refusal.ts";
import type { ExplainOptions } from "./model/diagnosis.ts";
import { gatherHeaders } from "./model/received-headers.ts";
import type { Suspect } from "./model/suspect.ts";
import { suspectScheme } from "./suspect-scheme.ts";

/** More are not tried: a diagnosis must leave trials for everything else. */
const MAX_OTHER_PROVIDERS = 16;
const MAX_OTHER_SECRETS = 64;

/** Headers beside the signature's that give a damage away. */
const TELLING_HEADERS: readonly string[] = [
  "content-encoding",
  "content-length",
  "content-type",
  "host",
  "origin",
  "referer",
  "timestamp",
  "user-agent",
  "x-forwarded-host",
  "x-vercel-id",
];

/** The suspect that a refused delivery is. */
export function readSuspect(
  provider: Provider,
  delivery: DeliveryInput,
  options: ExplainOptions,
  refusal: Refusal,
): Suspect {
  const {
    secret,
    otherProviders = [],
    otherSecrets = {},
    framework,
    maxBodyBytes = DEFAULT_MAX_BODY_BYTES,
  } = options;
  const known = [...TELLING_HEADERS, ...[provider, ...otherProviders].flatMap(headersOf)];
  const normalised = normaliseHeaders(delivery.headers);
  const headers = gatherHeaders(normalised, known);
  const all = [secret].flat() as Secret[]; // or { token }, which nobody reads here
  const { scheme, secrets, disabled, wrap } = suspectScheme(provider.schemes, all, normalised);
  return {
    provider,
    scheme,
    disabledSchemes: disabled,
    otherProviders: otherProviders
      .filter((one) => one !== provider && one.schemes.some(({ header }) => headers.has(header)))
      .slice(0, MAX_OTHER_PROVIDERS),
    otherSecrets: Object.entries(otherSecrets).slice(0, MAX_OTHER_SECRETS),
    framework,
    maxBodyBytes,
    givenBody: delivery.body,
    body: toBytes(delivery.body) ?? new Uint8Array(0),
    headers,
    secrets,
    now: options.now,
    verify: (given, { secret: tried, ...others }) => {
      provider.verifySignature(given, {
        ...others,
        secret: [tried].flat().map((one) => wrap(one as Secret)),
      });
    },
    refusal,
  };
}

function headersOf({ schemes, storedHeaders }: Provider): readonly string[] {
  const names = schemes.flatMap(({ header, id, timestamp }) => [header, id?.header, timestamp?.header]);
  const signed = names.filter((name) => name !== undefined);
  return [...signed, ...storedHeaders];
}
