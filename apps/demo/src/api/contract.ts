import type { FlagChange } from "@flaghook/core";
import { z } from "zod";
import type { Damage, Refusal } from "../database/refusals.ts";
import { KINDS, type Kind, type Line } from "../model/line.ts";
import { SPANS } from "./spans.ts";

/** ISO 8601, or milliseconds since 1970 as Grafana sends them. */
const time = z
  .string()
  .transform((text) => new Date(/^\d+$/.test(text) ? Number(text) : text))
  .refine((date) => !Number.isNaN(date.getTime()), "must be a time, such as 2026-11-29T12:00:00Z");

const text = z.string().max(200);

/** The filters that the page, the API and the stream share. */
export const filterQuery = z.object({
  provider: text.optional(),
  kind: z.enum(KINDS, `must be one of ${KINDS.join(", ")}`).optional(),
  flag: text.optional(),
  actor: text.optional(),
  environment: text.optional(),
  q: text.optional(),
  from: time.optional(),
  to: time.optional(),
});

const id = z
  .string()
  .regex(/^\d{1,15}$/, "must be the id of a line")
  .transform(Number);

const limit = z
  .string()
  .transform(Number)
  .pipe(z.int("must be a whole number").min(1).max(1000, "must be at most 1000"));

/** `GET /api/changes`. */
export const changesQuery = filterQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}-\d{1,15}$/, "must be a cursor that the API gave")
    .transform((cursor) => {
      const [at, last] = cursor.split("-").map(Number);
      return { at: at!, id: last! };
    })
    .optional(),
  since: id.optional(),
  limit: limit.default(200),
  format: z.enum(["json", "csv"], "must be json or csv").optional(),
});

/** `GET /api/changes/stream`. */
export const streamQuery = filterQuery.extend({ after: id.optional() });

/** `GET /api/strip`. */
export const stripQuery = filterQuery.extend({ span: z.enum(SPANS).default("all") });

/** A page of lines. */
export interface ChangesPage {
  readonly lines: readonly Line[];
  /** Cursor of the next page; `null` after the last one. */
  readonly next: string | null;
  /** How many lines pass the filters. On the first page alone. */
  readonly total?: number;
  /** The id of the newest line of all: where a stream goes on. */
  readonly newest: number;
}

/** One line with everything that is known of it. */
export interface LineDetail {
  readonly line: Line;
  readonly change: FlagChange | null;
  /** `null` when the delivery is not kept any more. */
  readonly delivery: {
    readonly headers: Readonly<Record<string, string>>;
    readonly bytes: number;
    readonly dedupeKey: string;
    /** How to sign it again in a shell; `null` for a scheme that no single command can. */
    readonly signing: ShellSigning | null;
  } | null;
}

/** What a shell needs to sign a body again. */
export interface ShellSigning {
  readonly header: string;
  readonly prefix: string;
  readonly algorithm: "sha1" | "sha256";
  readonly encoding: "hex" | "base64";
  readonly variable: string;
}

/** Density of lines over time, and what stands out. */
export interface Strip {
  readonly from: string;
  readonly to: string;
  readonly bucketMs: number;
  readonly counts: Readonly<Partial<Record<Kind, readonly number[]>>>;
  readonly marks: readonly Line[];
}

/** Values that filters can have, with their number of lines. */
export type FilterValues = Readonly<
  Record<
    "provider" | "kind" | "flag" | "actor" | "environment",
    readonly { readonly value: string; readonly count: number }[]
  >
>;

/** Where to send, and how much there is. */
export interface Status {
  readonly receivers: readonly {
    readonly provider: string;
    readonly path: string;
    readonly variable: string;
  }[];
  readonly lines: number;
  readonly samples: number;
  readonly refusals: number;
}

/** One refusal with its body as text, and what is damaged in it. */
export interface RefusalDetail {
  readonly refusal: Refusal;
  readonly text: string;
  readonly isCut: boolean;
  readonly damage: Damage | null;
}

/** An annotation as Grafana's JSON data sources read it. */
export interface Annotation {
  readonly time: number;
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
}

export type { Damage, Refusal } from "../database/refusals.ts";
