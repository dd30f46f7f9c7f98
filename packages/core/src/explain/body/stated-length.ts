import type { Suspect } from "../model/suspect.ts";

/** The content-length, unless it is that of a compressed body. */
export function statedLength({ headers }: Suspect): number | undefined {
  const text = headers.has("content-encoding") ? undefined : headers.valueOf("content-length");
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
