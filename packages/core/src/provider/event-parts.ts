import type { readList } from "../delivery/headers.ts";
import type { Validate } from "../validation/validate.ts";
import type { ExtraFieldReader } from "./extra-fields.ts";
import type { ActionRules } from "./listed-actions.ts";

/**
 * The code that a definition needs, by its own words, as `SchemeParts` are that of its scheme. A
 * part that is missing is a TypeError when an event needs it.
 */
export interface EventParts {
  /** For validators that are somebody else's: core's `validate`. Default: checks alone. */
  readonly validate?: Validate;
  /** For `actions` of an event. */
  readonly actions?: ActionRules;
  /** For `extraFields`. */
  readonly extraFields?: ExtraFieldReader;
  /** For a header with `isList`. */
  readonly isList?: typeof readList;
}
