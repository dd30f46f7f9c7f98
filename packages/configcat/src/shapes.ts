import { nullish, object, special, string } from "@flaghook/core/shape";
import { isChanges, listOf } from "./change-list.ts";
import type { ChangeDetail } from "./types.ts";

const text = nullish(string);

/** A `ChangedPayload`, once its changes are a list. */
export const changedShape = object({
  changes: special<readonly ChangeDetail[]>({ check: isChanges, read: listOf }),
  config: text,
  configId: text,
  environment: text,
  environmentId: text,
  url: text,
  notes: text,
  by: text,
});
