import { UsageError } from "../io/usage-error.ts";

/** A URL of http or https. */
export function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  const withScheme = `http://${text}`;
  const isHost = /^[\w.-]+(?::\d+)?(?:\/|$)/.test(text) && URL.canParse(withScheme);
  throw new UsageError(
    `${JSON.stringify(text)} is no URL of http or https.${isHost ? ` Did you mean ${withScheme}?` : ""}`,
  );
}

/** A time in seconds, over 0. */
export function readSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && seconds > 0 && seconds <= 86_400) return seconds;
  throw new UsageError(`${JSON.stringify(text)} is no time in seconds: write 10 or 0.5`);
}

/** A port: 0 stands for any that is free. */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new UsageError(`${JSON.stringify(text)} is no port: write 0 to 65535`);
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How long something is, over 0, in milliseconds: `30d`. */
export function readDuration(text: string): number {
  const milliseconds = toMilliseconds(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new UsageError(`${JSON.stringify(text)} is no length of time: write 12h or 30d`);
}

/** A time in the past: `2h` ago, or in ISO 8601. */
export function readSince(text: string): Date {
  const age = toMilliseconds(text);
  if (age !== undefined) return new Date(Date.now() - age);
  const time = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new UsageError(`${JSON.stringify(text)} is no time: write 2h, 30m, 3d, or 2026-11-29T06:00:00Z`);
}

function toMilliseconds(text: string): number | undefined {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * UNITS_MS[unit!]!;
}
