import type { FlagChange, WebhookIssue } from "@flaghook/core";
import type { InboxCounts, InboxRow } from "@flaghook/inbox";
import { z } from "zod";
import { TAMPERINGS } from "../../../../packages/cli/src/sending/tamper.ts";
import type { DatafileResult, DecisionTurn } from "../database/datafiles.ts";
import type { FlagSummary } from "../database/flags.ts";
import type { Damage, Refusal } from "../database/refusals.ts";
import type { KillCommands } from "../inbox/kill-commands.ts";
import type { Throughput } from "../inbox/meter.ts";
import type { SampleBatch } from "../inbox/sample-batch.ts";
import { BEHAVIOURS, type Behaviour } from "../model/behaviour.ts";
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

const DEAD_REASONS = ["attempts", "schema-mismatch", "replay", "unreadable"] as const;

const rowId = z.string().min(1).max(400);

/** Deliveries that one request retries: dead ones, replays only if asked for by name. */
export const retryQuery = z.object({
  provider: text.optional(),
  reason: z.enum(DEAD_REASONS, `must be one of ${DEAD_REASONS.join(", ")}`).optional(),
});

/** `GET /api/inbox/deliveries`. Without a state: all that is not done. */
export const deliveriesQuery = retryQuery.extend({
  state: z.enum(["pending", "running", "dead", "done"], "must be pending, running, dead or done").optional(),
  after: rowId.optional(),
  limit: limit.default(100),
});

/** `PUT /api/inbox/samples`. */
export const behaviourQuery = z.object({
  behaviour: z.enum(BEHAVIOURS, `must be one of ${BEHAVIOURS.join(", ")}`),
});

/** `POST /api/inbox/samples`. */
export const batchQuery = z.object({
  deliveries: z
    .string()
    .transform(Number)
    .pipe(z.int("must be a whole number").min(1).max(200, "must be at most 200"))
    .default(50),
});

/** `GET /api/flags`. */
export const flagsQuery = z.object({ q: text.optional() });

/** `GET /api/flag`. Without an environment: the busiest one. */
export const flagQuery = z.object({
  flag: z.string("must be the name of a flag").max(200),
  environment: text.optional(),
  span: z.enum(SPANS).default("24h"),
});

/** `POST /api/try`. Without a tampering it is sent whole. */
export const trialBody = z.object({ provider: text, event: text, tampering: z.enum(TAMPERINGS).optional() });

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
  /**
   * What became of the datafile that it announces; `null` for another line, and while it is
   * fetched.
   */
  readonly datafile: DatafileResult | null;
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

/** Flags, those that changed last first. */
export interface FlagsPage {
  readonly flags: readonly FlagSummary[];
}

/** One flag: its history, and its evaluations in a time. */
export interface FlagPage {
  readonly flag: string;
  readonly environments: readonly string[];
  /** The one that series and marks are of; `null` for all of them. */
  readonly environment: string | null;
  readonly from: string;
  readonly to: string;
  readonly bucketMs: number;
  /** The busiest ones by name, then all others together, then failures. */
  readonly series: readonly Series[];
  /** Changes of the flag, deployments and incidents in this time, oldest first. */
  readonly marks: readonly Line[];
  /** Everything that changed about it, newest first. */
  readonly history: readonly Line[];
  /** How the decision of Optimizely's SDK turned, by the id of the line. */
  readonly turns: Readonly<Record<number, DecisionTurn>>;
}

/** How often a variation was served in each part of a time. */
export interface Series {
  readonly variation: string;
  /** `"others"` are variations that have no colour of their own. */
  readonly is: "served" | "others" | "failed";
  readonly counts: readonly number[];
}

/** The events that can be tried, by provider. */
export interface TriableEvents {
  readonly events: Readonly<Record<string, readonly string[]>>;
}

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
  /** Deliveries that nothing handles any more, unless somebody retries them. */
  readonly dead: number;
}

/** How the inbox is. */
export interface InboxOverview {
  readonly engine: {
    readonly name: "sqlite" | "bullmq" | "pg-boss";
    readonly place: string;
    /** How it can lose what it acknowledged; `null` when it cannot. */
    readonly loss: string | null;
  };
  /** `null` when it does not respond; `reason` says why. */
  readonly counts: InboxCounts | null;
  readonly reason: string | null;
  readonly oldestPendingMs: number | null;
  readonly lastError: { readonly message: string; readonly at: string } | null;
  readonly providers: readonly { readonly id: string; readonly isPaused: boolean }[];
  /** What this process did in each of the last 60 seconds. */
  readonly throughput: Throughput;
  readonly samples: {
    readonly behaviour: Behaviour;
    /** The last batch that was sent from the page. */
    readonly batch: SampleBatch | null;
  };
  /** What ends this process in the middle of work, and starts it again. */
  readonly commands: KillCommands;
}

/** A delivery as a row. */
export interface DeliveryRow extends Omit<
  InboxRow,
  "name" | "reason" | "error" | "unsignedId" | "receivedAt"
> {
  readonly name: string | null;
  readonly reason: NonNullable<InboxRow["reason"]> | null;
  readonly error: string | null;
  readonly unsignedId: string | null;
  readonly receivedAt: string;
  /** When a pending one that failed is tried again. */
  readonly nextAttemptAt: string | null;
  readonly isSample: boolean;
}

/** A page of deliveries. */
export interface DeliveriesPage {
  readonly deliveries: readonly DeliveryRow[];
  /** Where the next page begins: for a single state. */
  readonly next: string | null;
}

/** One delivery with everything that is known of it. */
export interface DeliveryDetail {
  readonly delivery: DeliveryRow;
  readonly issues: readonly WebhookIssue[] | null;
  /** `null` when the bytes are gone: those of a done delivery may be. */
  readonly bytes: number | null;
  /** The first line that it gave. */
  readonly line: number | null;
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

export type { DatafileResult, DecisionTurn } from "../database/datafiles.ts";
export type { TrialResult } from "../try-it/try-it.ts";
export type { FlagSummary } from "../database/flags.ts";
export type { Damage, Refusal } from "../database/refusals.ts";
