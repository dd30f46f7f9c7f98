// Changes as Sentry's generic provider of feature flags takes them, and the signed request around them.
import type { FlagChange } from "@flaghook/core";
import { isTimestamp } from "./timestamp.ts";

/** What Sentry's generic provider reads: the body of a request, before `JSON.stringify`. */
export interface SentryFlags {
  readonly data: readonly SentryFlag[];
  readonly meta: { readonly version: 1 };
}

/** One line of Sentry's audit log of flags. */
export interface SentryFlag {
  readonly action: "created" | "updated" | "deleted";
  /** The key of the flag, at most 100 characters. */
  readonly flag: string;
  /** ISO 8601. */
  readonly created_at: string;
  readonly created_by: { readonly id: string; readonly type: "email" | "id" | "name" };
  /** Made of the id of the change: the same for the same change. */
  readonly change_id: number;
}

/** Options of `toSentryFlags`. */
export interface SentryFlagsOptions {
  /** For changes whose provider sends no time, or none that Sentry reads. Default: now. */
  readonly receivedAt?: Date;
}

/** Options of `signSentryFlags`. */
export interface SentrySigningOptions {
  /** The signing secret that you gave Sentry's generic provider. */
  readonly secret: string;
}

/** What `fetch` takes beside the URL. */
export interface SentryRequest {
  readonly method: "POST";
  readonly headers: { readonly "content-type": "application/json"; readonly "x-sentry-signature": string };
  /** JSON. Signed as it is: send it unchanged. */
  readonly body: string;
}

const MAX_LENGTH = 100;

/** Sentry knows three actions. Whatever is not in this list is an update. */
const ACTIONS: Partial<Record<FlagChange["action"], SentryFlag["action"]>> = {
  created: "created",
  restored: "created",
  deleted: "deleted",
  archived: "deleted",
};

/**
 * Makes what Sentry's suspect flags are found by. Sentry keeps who, when, which flag and one of
 * three actions, so before and after are lost.
 *
 * Leaves out what Sentry has no line for, since one such line makes it refuse all: changes that are
 * not of a flag, flags without a key or with one of more than 100 characters, and approvals, which
 * change nothing. An actor without an e-mail address, id or name is `unknown`; longer ones are cut
 * off after 100 characters.
 *
 * Source of the format: Sentry's page on its generic integration and `GenericProvider` in
 * getsentry/sentry, checked 2026-11-29.
 *
 * @throws {TypeError} when `receivedAt` is no valid Date
 *
 * @example
 * ```ts
 * import { flagChanges, type GoffEvent } from "@flaghook/goff";
 * import { signSentryFlags, toSentryFlags } from "@flaghook/outlets/sentry";
 *
 * export async function report(event: GoffEvent, url: string, secret: string): Promise<void> {
 *   const flags = toSentryFlags(flagChanges(event));
 *   if (flags.data.length === 0) return;
 *   const response = await fetch(url, await signSentryFlags(flags, { secret }));
 *   if (!response.ok) throw new Error(`Sentry responded ${response.status}`);
 * }
 * ```
 */
export function toSentryFlags(
  changes: readonly FlagChange[],
  { receivedAt = new Date() }: SentryFlagsOptions = {},
): SentryFlags {
  if (!(receivedAt instanceof Date) || Number.isNaN(receivedAt.getTime())) {
    throw new TypeError("receivedAt must be a valid Date.");
  }
  const data = changes.flatMap((change): SentryFlag[] => {
    const flag = change.subject?.key;
    if (change.resource !== "flag" || change.action === "approval") return [];
    if (!isText(flag) || flag !== cut(flag)) return [];
    return [
      {
        action: ACTIONS[change.action] ?? "updated",
        flag,
        created_at: isTimestamp(change.occurredAt) ? change.occurredAt : receivedAt.toISOString(),
        created_by: authorOf(change.actor),
        change_id: numberOf(change.id),
      },
    ];
  });
  return { data, meta: { version: 1 } };
}

/**
 * Signs flags for the URL that Sentry shows where you add its generic provider. Sends nothing.
 *
 * Needs Web Crypto, which Node, Bun, Deno and Workers have.
 *
 * @throws {TypeError} when `secret` is no text, or empty. It rejects with that, since signing is
 *   asynchronous.
 *
 * @example
 * ```ts
 * import { signSentryFlags, type SentryFlags } from "@flaghook/outlets/sentry";
 *
 * export async function send(url: string, flags: SentryFlags, secret: string): Promise<number> {
 *   const { status } = await fetch(url, await signSentryFlags(flags, { secret }));
 *   return status;
 * }
 * ```
 */
export async function signSentryFlags(
  flags: SentryFlags,
  { secret }: SentrySigningOptions,
): Promise<SentryRequest> {
  if (typeof secret !== "string" || secret === "") {
    throw new TypeError("secret must be the signing secret that you gave Sentry's generic provider.");
  }
  const body = JSON.stringify(flags);
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(body)));
  return {
    method: "POST",
    headers: { "content-type": "application/json", "x-sentry-signature": toHex(signature) },
    body,
  };
}

function authorOf(actor: FlagChange["actor"]): SentryFlag["created_by"] {
  for (const type of ["email", "id", "name"] as const) {
    const id = actor?.[type];
    if (isText(id)) return { id: cut(id), type };
  }
  return { id: "unknown", type: "name" };
}

/** Sentry refuses what is blank, and text with a NUL. */
function isText(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== "" && !text.includes("\0");
}

/** In code points, as Python counts them. */
function cut(text: string): string {
  return Array.from(text).slice(0, MAX_LENGTH).join("");
}

/** FNV-1a with 64 bits, of which as many remain as a number holds exactly. */
function numberOf(id: string): number {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(id)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return Number(BigInt.asUintN(53, hash ^ (hash >> 53n)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
