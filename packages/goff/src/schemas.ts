import { isObject, limited, MAX_DEPTH } from "@flaghook/core/check";
import * as z from "zod/mini";
import { sortEvents } from "./export-events.ts";
import { MAX_NESTING, nestsWithin } from "./nesting.ts";
import type { ExportPayload, Flag, FlagRule, NotifyPayload, RolloutStep, ScheduledStep } from "./types.ts";

const optionalString = /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.string());
const optionalBoolean = /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.boolean());
const strings = /* @__PURE__ */ recordOf(/* @__PURE__ */ z.string());
const anything = /* @__PURE__ */ recordOf(/* @__PURE__ */ z.unknown());

/**
 * Schema of {@link ExportPayload}. Its `events` are the elements that `verify` puts into
 * `payload.events`, without the others: no element may refuse a batch. Unknown keys pass. It
 * verifies no signature.
 *
 * @example
 * ```ts
 * import { exportSchema } from "@flaghook/goff/schemas";
 *
 * console.log(exportSchema.parse({ meta: { hostname: "server01" }, events: [] }).events.length);
 * ```
 */
export const exportSchema: z.ZodMiniType<ExportPayload> = /* @__PURE__ */ z.looseObject({
  meta: strings,
  events: /* @__PURE__ */ z.pipe(
    /* @__PURE__ */ z.custom<readonly unknown[] | null>((value) => value === null || Array.isArray(value)),
    /* @__PURE__ */ z.transform((elements) => sortEvents(elements).known),
  ),
});

const rolloutStep: z.ZodMiniType<RolloutStep> = /* @__PURE__ */ z.looseObject({
  variation: optionalString,
  percentage: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.number()),
  date: optionalString,
});

const rule: z.ZodMiniType<FlagRule> = /* @__PURE__ */ z.looseObject({
  name: optionalString,
  query: optionalString,
  variation: optionalString,
  percentage: /* @__PURE__ */ z.nullish(/* @__PURE__ */ recordOf(/* @__PURE__ */ z.number())),
  progressiveRollout: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ z.looseObject({
      initial: /* @__PURE__ */ z.nullish(rolloutStep),
      end: /* @__PURE__ */ z.nullish(rolloutStep),
    }),
  ),
  disable: optionalBoolean,
});

const flagShape = {
  variations: /* @__PURE__ */ z.nullish(anything),
  targeting: /* @__PURE__ */ z.nullish(/* @__PURE__ */ arrayOf(rule)),
  bucketingKey: optionalString,
  defaultRule: /* @__PURE__ */ z.nullish(rule),
  experimentation: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ z.looseObject({ start: optionalString, end: optionalString }),
  ),
  scheduledRollout: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ arrayOf(
      /* @__PURE__ */ limited(
        /* @__PURE__ */ z.lazy((): z.ZodMiniType<ScheduledStep> => scheduledStep),
        MAX_DEPTH,
      ),
    ),
  ),
  trackEvents: optionalBoolean,
  disable: optionalBoolean,
  version: optionalString,
  metadata: /* @__PURE__ */ z.nullish(anything),
};

/** Schema of a {@link Flag}. Arrays and objects lie at most 100 deep in each other. */
export const flagSchema: z.ZodMiniType<Flag> = /* @__PURE__ */ z.pipe(
  /* @__PURE__ */ z.custom((flag) => !isObject(flag) || nestsWithin(MAX_NESTING, flag)),
  /* @__PURE__ */ z.looseObject(flagShape),
);

const scheduledStep: z.ZodMiniType<ScheduledStep> = /* @__PURE__ */ z.looseObject({
  ...flagShape,
  date: optionalString,
});

const flags = /* @__PURE__ */ z.nullish(/* @__PURE__ */ recordOf(flagSchema));

/**
 * Schema of {@link NotifyPayload}. Unknown keys pass. It verifies no signature.
 *
 * @example
 * ```ts
 * import { notifySchema } from "@flaghook/goff/schemas";
 *
 * const flags = { added: {}, deleted: {}, updated: {} };
 * const payload = notifySchema.parse({ meta: { hostname: "server01" }, flags });
 * console.log(Object.keys(payload.flags.added ?? {}));
 * ```
 */
export const notifySchema: z.ZodMiniType<NotifyPayload> = /* @__PURE__ */ z.looseObject({
  meta: strings,
  flags: /* @__PURE__ */ z.looseObject({
    deleted: flags,
    added: flags,
    updated: /* @__PURE__ */ z.nullish(
      /* @__PURE__ */ recordOf(
        /* @__PURE__ */ z.looseObject({ old_value: flagSchema, new_value: flagSchema }),
      ),
    ),
  }),
});

function arrayOf<Element extends z.ZodMiniType>(element: Element): z.ZodMiniArray<Element> {
  return limited(z.array(element));
}

function recordOf<Member extends z.ZodMiniType>(member: Member): z.ZodMiniRecord<z.ZodMiniString, Member> {
  return limited(z.record(z.string(), member));
}
