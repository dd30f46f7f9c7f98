import type { EventDefinition } from "@flaghook/core";
import {
  array,
  boolean,
  literal,
  nullish,
  number,
  object,
  record,
  string,
  type Check,
} from "@flaghook/core/check";
import { entryKinds } from "./kinds.ts";

// Checks that say what schemas.ts says, as a test compares: no zod to load, no copy of a payload.
const text = nullish(string);
const actor = nullish(object({ _id: text, name: text }));
const links = nullish(object({ site: nullish(object({ href: text })) }));

function entryOf(kind: string, versions: Readonly<Record<string, Check>>): EventDefinition {
  return {
    validator: object({
      _id: string,
      date: number,
      accesses: array(object({ action: text, resource: text })),
      kind: literal(kind),
      name: string,
      description: text,
      shortDescription: text,
      comment: text,
      member: nullish(object({ _id: text, email: text, firstName: text, lastName: text })),
      token: actor,
      app: actor,
      title: text,
      target: nullish(object({ name: text, _links: links })),
      parent: nullish(object({ name: text, resource: text })),
      _links: links,
      ...versions,
    }),
  };
}

const environment = object({ on: nullish(boolean), version: nullish(number), _environmentName: text });

const flag = nullish(
  object({
    key: text,
    name: text,
    archived: nullish(boolean),
    tags: nullish(array(string)),
    _version: nullish(number),
    environments: nullish(record(environment)),
  }),
);

/** Every kind of entry that LaunchDarkly's documentation names. */
export const events: Readonly<Record<string, EventDefinition>> = {
  flag: entryOf("flag", { previousVersion: flag, currentVersion: flag }),
  ...Object.fromEntries(entryKinds.map((kind) => [kind, entryOf(kind, {})])),
};
