import type { Damage, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";
import { asBody, textOf } from "./body-text.ts";

/**
 * The bytes were turned into a text that only describes them: a string in quotes, a Buffer's JSON,
 * a list of numbers.
 */
export const bodyStringified: Damage = {
  id: "body-stringified",
  title: "The body was turned into a text that describes it.",
  after: MISMATCH,

  *undo({ body }): Generator<Undone> {
    const text = textOf(body)?.trim();
    if (text === undefined) return;
    if (/^\d{1,3}(?:,\d{1,3})+$/.test(text)) {
      const change = { body: Uint8Array.from(text.split(","), Number) };
      yield { change, detail: "The body is a list of numbers: String() of its bytes." };
    }
    if (text.startsWith('"') || text.startsWith('{"type"') || text.startsWith('{"0"')) yield* fromJson(text);
  },

  signs({ body }) {
    return body.length < 64 && /^\[object \w+\]$/.test(textOf(body) ?? "")
      ? { certainty: "likely", detail: "The body is the text [object …], which is String() of an object." }
      : undefined;
  },

  fix: (suspect) =>
    `${rawBodyFix(suspect)} No String(), no JSON.stringify() and no template literal around the body.`,
};

function* fromJson(text: string): Generator<Undone> {
  const parsed = parse(text);
  if (typeof parsed === "string") {
    yield {
      change: asBody(parsed),
      detail: "The body is a JSON string of what was signed.",
    };
  }
  const bytes = bytesOfJson(parsed);
  if (bytes !== undefined) {
    yield {
      change: { body: bytes },
      detail: "The body is the JSON of a Buffer or Uint8Array.",
    };
  }
}

/**
 * The bytes in JSON.stringify(buffer), or of a Uint8Array: `{"type":"Buffer","data":[…]}` or
 * `{"0":…,"1":…}`.
 */
export function bytesOfJson(value: unknown): Uint8Array | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { type, data } = value as { readonly type?: unknown; readonly data?: unknown };
  const isBuffer = type === "Buffer" && Array.isArray(data);
  if (!isBuffer && !Object.keys(value).every((key, index) => key === String(index))) return undefined;
  const numbers: readonly unknown[] = isBuffer ? (data as unknown[]) : Object.values(value);
  return numbers.length > 0 && numbers.every(isByte) ? Uint8Array.from(numbers as number[]) : undefined;
}

function isByte(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 256;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
