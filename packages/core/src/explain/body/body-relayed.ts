import type { Damage, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import type { Suspect } from "../model/suspect.ts";
import { textOf } from "./body-text.ts";
import { reprints } from "./reprints.ts";

/** A relay for local development parsed the body and printed it again. */
export const bodyRelayed: Damage = {
  id: "body-relayed",
  title: "A relay parsed the body and printed it again.",
  after: MISMATCH,

  *guess(suspect): Generator<Undone> {
    const text = isRelayed(suspect) ? textOf(suspect.body) : undefined;
    if (text !== undefined) yield* reprints(text);
  },

  signs: (suspect) =>
    isRelayed(suspect)
      ? { certainty: "likely", detail: "The headers are those of a smee relay, which keeps no body's bytes." }
      : undefined,

  fix: () =>
    "Use a tunnel that passes bytes on (ngrok, cloudflared, tailscale funnel) or flaghook listen, in place of smee: a relay that parses " +
    "JSON breaks every signature over it.",
};

/** smee sends the time in milliseconds as a header of its own, beside those that it received. */
export function isRelayed({ headers }: Suspect): boolean {
  const isSmee = (name: string): boolean => /(?:^|[.\s/])smee[.-]/i.test(headers.valueOf(name) ?? "");
  return (
    ["host", "user-agent", "x-forwarded-host", "origin", "referer"].some(isSmee) ||
    /^\d{13}$/.test(headers.valueOf("timestamp") ?? "")
  );
}
