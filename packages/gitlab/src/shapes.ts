import { boolean, literal, nullish, number, object, string } from "@flaghook/core/shape";

const text = nullish(string);
const amount = nullish(number);

const project = object({
  id: amount,
  name: text,
  description: text,
  web_url: text,
  avatar_url: text,
  git_ssh_url: text,
  git_http_url: text,
  namespace: text,
  visibility_level: amount,
  path_with_namespace: text,
  default_branch: text,
  ci_config_path: text,
});

/** A `FeatureFlagPayload`. */
export const featureFlagShape = object({
  object_kind: literal("feature_flag"),
  object_attributes: object({ id: number, name: string, description: text, active: boolean }),
  project: nullish(project),
  user: nullish(object({ id: amount, name: text, username: text, avatar_url: text, email: text })),
  user_url: text,
});
