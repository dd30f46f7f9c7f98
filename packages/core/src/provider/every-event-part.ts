import { readList } from "../delivery/headers.ts";
import { validate } from "../validation/validate.ts";
import type { EventParts } from "./event-parts.ts";
import { readExtraFields } from "./extra-fields.ts";
import { listedActions } from "./listed-actions.ts";

/** For definitions that are not known beforehand. */
export const everyEventPart: EventParts = {
  validate,
  actions: listedActions,
  extraFields: readExtraFields,
  isList: readList,
};
