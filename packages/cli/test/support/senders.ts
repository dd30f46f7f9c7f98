import type { Provider } from "@flaghook/core";
import { secretOf } from "../../../../tools/test-support/secret-of.ts";
import { loadProvider, OWN_PROVIDERS } from "../../src/providers/load-provider.ts";
import { sampleOf } from "../../src/samples/sample-of.ts";
import { TAMPERINGS, type Tampering } from "../../src/sending/tamper.ts";

/** A provider that comes with the CLI and has events, and a secret for it. */
export interface Sender {
  readonly id: string;
  readonly provider: Provider;
  readonly secret: string;
  /** The names of its events of which there is a sample. */
  readonly events: readonly string[];
  /** The first of them. */
  readonly event: string;
  readonly isToken: boolean;
  /** The damages that its receiver refuses: a token proves nothing of the body. */
  readonly tamperings: readonly Tampering[];
}

const providers = await Promise.all(OWN_PROVIDERS.map(loadProvider));

/** All of them. */
export const senders: readonly Sender[] = providers.flatMap((provider) => {
  const events = Object.keys(provider.events).filter((name) => sampleOf(provider, name) !== undefined);
  const [event] = events;
  if (event === undefined) return [];
  const isToken = provider.scheme.kind === "token";
  const tamperings = isToken ? (["signature", "secret", "header"] as const) : TAMPERINGS;
  return [{ id: provider.id, provider, secret: secretOf(provider), events, event, isToken, tamperings }];
});
