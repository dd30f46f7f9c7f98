import {
  array,
  boolean,
  literal,
  nullish,
  number,
  object,
  optional,
  record,
  string,
  unknown,
} from "@flaghook/core/shape";
import { entryKinds } from "./kinds.ts";

const text = nullish(string);
const actor = nullish(object({ _id: text, name: text }));
const links = nullish(object({ site: nullish(object({ href: text })) }));

/** Fields of every entry, whatever it is about. */
const entry = {
  _id: string,
  date: number,
  accesses: array(object({ action: text, resource: text })),
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
} as const;

const environment = object({
  on: nullish(boolean),
  version: nullish(number),
  _environmentName: text,
});

const flag = object({
  key: text,
  name: text,
  archived: nullish(boolean),
  tags: nullish(array(string)),
  _version: nullish(number),
  environments: nullish(record(environment)),
});

/** A `FlagEntryPayload`. */
export const flagEntryShape = object({
  ...entry,
  kind: literal("flag"),
  previousVersion: nullish(flag),
  currentVersion: nullish(flag),
});

/** An `EntryPayload`. */
export const entryShape = object({
  ...entry,
  kind: literal(...entryKinds),
  previousVersion: optional(unknown),
  currentVersion: optional(unknown),
});
