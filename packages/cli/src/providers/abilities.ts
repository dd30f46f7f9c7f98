import type { Provider } from "@flaghook/core";

/** The response with which a provider wants its check of a URL responded to. */
export interface HandshakeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What some providers have beside the rest. A provider of your project may be of another version
 * than ours.
 */
interface Abilities {
  readonly schemes?: readonly { readonly kind?: string; readonly header: string }[];
  readonly methods?: readonly string[];
  readonly handshake?: (delivery: {
    readonly headers: [string, string][];
    readonly body: Uint8Array;
  }) => HandshakeResponse | undefined;
}

/** Headers in which the secret itself is sent, in lower case: never saved, and no argument. */
export function secretHeaders(provider: Provider): readonly string[] {
  const { schemes = [] } = provider as Abilities;
  return schemes.filter(({ kind }) => kind === "token").map(({ header }) => header);
}

/** Whether deliveries may come with this method. */
export function isMethodOf(provider: Provider, method: string): boolean {
  const { methods = ["POST"] } = provider as Abilities;
  return methods.includes(method);
}

/** The response to a provider's check of the URL, if this is one. */
export function handshakeOf(
  provider: Provider,
  delivery: { readonly headers: [string, string][]; readonly body: Uint8Array },
): HandshakeResponse | undefined {
  return (provider as Abilities).handshake?.(delivery);
}
