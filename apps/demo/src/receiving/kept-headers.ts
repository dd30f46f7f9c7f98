import type { Provider, Scheme } from "@flaghook/core";

/** Headers that are never a secret, whoever sends them. */
const HARMLESS = ["content-type", "content-length", "content-encoding", "user-agent"];

/** Reads one header, as a received delivery does. */
export type ReadHeader = (name: string) => string | undefined;

/**
 * The headers that the radar keeps: those that are known to be harmless, and those that go into the
 * provider's events. A signature or a token is never among them.
 */
export function keptHeaders(provider: Provider, header: ReadHeader): Record<string, string> {
  const names = new Set([...HARMLESS, ...provider.storedHeaders]);
  for (const { header: signature } of provider.schemes) names.delete(signature);
  const found = [...names].map((name) => [name, header(name)] as const);
  return Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/**
 * The form of a signature without a digit of it, since one of a changed body is valid elsewhere.
 * Nothing of a token, which is the secret itself.
 */
export function signatureForm(value: string | undefined, { kind }: Scheme): string {
  if (value === undefined) return "absent";
  if (kind === "token") return "present";
  const prefix = /^[a-z0-9-]{1,10}=/i.exec(value)?.[0] ?? "";
  const rest = value.slice(prefix.length);
  const digits = /^[\da-f]*$/i.test(rest) ? "hex digits" : "characters";
  return `${prefix}… (${rest.length} ${digits})`;
}
