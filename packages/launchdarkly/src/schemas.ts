import { limited } from "@flaghook/core/check";
import * as z from "zod/mini";
import { entryKinds } from "./kinds.ts";
import type { EntryPayload, FlagEntryPayload, FlagVersion } from "./types.ts";

const text = /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.string());
const actor = /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.looseObject({ _id: text, name: text }));
const links = /* @__PURE__ */ z.nullish(
  /* @__PURE__ */ z.looseObject({
    site: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.looseObject({ href: text })),
  }),
);

const entry = {
  _id: /* @__PURE__ */ z.string(),
  date: /* @__PURE__ */ z.number(),
  accesses: /* @__PURE__ */ limited(
    /* @__PURE__ */ z.array(/* @__PURE__ */ z.looseObject({ action: text, resource: text })),
  ),
  name: /* @__PURE__ */ z.string(),
  description: text,
  shortDescription: text,
  comment: text,
  member: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ z.looseObject({ _id: text, email: text, firstName: text, lastName: text }),
  ),
  token: actor,
  app: actor,
  title: text,
  target: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.looseObject({ name: text, _links: links })),
  parent: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.looseObject({ name: text, resource: text })),
  _links: links,
};

const flag: z.ZodMiniType<FlagVersion> = /* @__PURE__ */ z.looseObject({
  key: text,
  name: text,
  archived: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.boolean()),
  tags: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ limited(/* @__PURE__ */ z.array(/* @__PURE__ */ z.string())),
  ),
  _version: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.number()),
  environments: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ z.record(
      /* @__PURE__ */ z.string(),
      /* @__PURE__ */ z.looseObject({
        on: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.boolean()),
        version: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.number()),
        _environmentName: text,
      }),
    ),
  ),
});

/**
 * Schema of {@link FlagEntryPayload}. Unknown keys pass. It verifies no signature.
 *
 * @example
 * ```ts
 * import { flagEntrySchema } from "@flaghook/launchdarkly/schemas";
 *
 * export function actionsOf(stored: unknown): (string | null | undefined)[] {
 *   return flagEntrySchema.parse(stored).accesses.map(({ action }) => action);
 * }
 * ```
 */
export const flagEntrySchema: z.ZodMiniType<FlagEntryPayload> = /* @__PURE__ */ z.looseObject({
  ...entry,
  kind: /* @__PURE__ */ z.literal("flag"),
  previousVersion: /* @__PURE__ */ z.nullish(flag),
  currentVersion: /* @__PURE__ */ z.nullish(flag),
});

/** Schema of {@link EntryPayload}, for every other kind. It verifies no signature. */
export const entrySchema: z.ZodMiniType<EntryPayload> = /* @__PURE__ */ z.looseObject({
  ...entry,
  kind: /* @__PURE__ */ z.enum(entryKinds),
});
