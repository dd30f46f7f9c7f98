/** Texts of a value that was missing or not awaited. A forger can sign with them, too. */
const STAND_INS = ["undefined", "null", "[object Object]", "[object Promise]"];

/** Options that are a mistake of the developer, by what is wrong with them. */
export function misuses(secret: string): Record<string, unknown> {
  return {
    "no options": undefined,
    "an undefined secret": { secret: undefined },
    "an empty secret": { secret: "" },
    "an empty secret in a list": { secret: [secret, ""] },
    "no secrets": { secret: [] },
    "empty bytes as the secret": { secret: new Uint8Array() },
    ...Object.fromEntries(STAND_INS.map((text) => [`the secret ${JSON.stringify(text)}`, { secret: text }])),
    'a secret of the bytes of "undefined"': { secret: new TextEncoder().encode("undefined") },
    'the secret "undefined" in a list': { secret: [secret, "undefined"] },
    "an option it does not know": { secret, tolerance: 300 },
    "a negative limit": { secret, maxBodyBytes: -1 },
    "a limit in text": { secret, maxBodyBytes: "1mb" },
    "a clock that is no function": { secret, now: new Date(0) },
  };
}
