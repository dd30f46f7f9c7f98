import { shorten } from "./tail.ts";

/** A value of a flag in a few characters: `on`, `"blue"`, `25`, `an object`. */
export function valueWords(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (value === true) return "on";
  if (value === false) return "off";
  if (typeof value === "string") return shorten(value, 40);
  if (typeof value === "number") return String(value);
  return Array.isArray(value) ? "a list" : "an object";
}

/** Shares of variations: `new 25 %`, or `new 25 %, old 75 %` where no share is the obvious one. */
export function shareWords(shares: Readonly<Record<string, number>>): string {
  return Object.entries(shares)
    .map(([variation, percent]) => `${shorten(variation, 30)} ${Math.round(percent)} %`)
    .join(", ");
}
