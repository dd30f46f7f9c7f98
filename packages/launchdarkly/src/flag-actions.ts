import type { FlagChange } from "@flaghook/core";

/** What a flag's action comes down to, and whether it happens in one environment. */
export interface FlagAction {
  readonly action: FlagChange["action"] | "toggle" | "archive";
  readonly isOfEnvironment: boolean;
}

/**
 * The actions of custom roles on flags, from LaunchDarkly's documentation of role actions (checked
 * 2026-11-21). Those of environments come first. Any other is unknown, since LaunchDarkly adds new
 * ones.
 */
const OF_ENVIRONMENTS: Partial<Record<FlagAction["action"], string>> = {
  toggle: "toggleFlag updateOn",
  "targeting-changed":
    "updateFallthrough updateFallthroughWithMeasuredRollout updateRules updateRulesWithMeasuredRollout " +
    "updateTargets updateExpiringTargets updateOffVariation updatePrerequisites copyFlagConfigTo " +
    "stopMeasuredRolloutOnFlagFallthrough stopMeasuredRolloutOnFlagRule",
  approval:
    "createApprovalRequest updateApprovalRequest reviewApprovalRequest applyApprovalRequest " +
    "deleteApprovalRequest bypassRequiredApproval",
  "metadata-changed":
    "updateScheduledChanges updateFeatureWorkflows updateMeasuredRolloutConfiguration copyFlagConfigFrom " +
    "updateTrackEvents updateFlagFallthroughTrackEvents updateFlagRuleDescription updateFlagSalt " +
    "createTriggers updateTriggers deleteTriggers updateReleasePhaseStatus updateReleasePhaseCompleted " +
    "updateExperimentActive updateExperimentBaseline",
};

const OF_FLAGS: Partial<Record<FlagAction["action"], string>> = {
  created: "createFlag cloneFlag",
  deleted: "deleteFlag",
  archive: "updateGlobalArchived",
  "variations-changed": "updateFlagVariations updateFlagDefaultVariations updateVariationJsonSchema",
  "metadata-changed":
    "updateDeprecated updateName updateDescription updateTags updateTemporary updateMaintainer " +
    "updateIncludeInSnippet updateClientSideFlagAvailability updateFlagCustomProperties " +
    "updateFlagConfigMigrationSettings updateFlagCodeReferences updateAttachedGoals addReleasePipeline " +
    "removeReleasePipeline replaceReleasePipeline createFlagLink updateFlagLink deleteFlagLink " +
    "manageFlagFollowers",
};

let actions: ReadonlyMap<string, FlagAction> | undefined;

/** The facts about an action; `undefined` for one that the documentation does not name. */
export function flagActionOf(name: string): FlagAction | undefined {
  actions ??= new Map([...entriesOf(OF_ENVIRONMENTS, true), ...entriesOf(OF_FLAGS, false)]);
  return actions.get(name);
}

function entriesOf(
  names: Partial<Record<FlagAction["action"], string>>,
  isOfEnvironment: boolean,
): (readonly [string, FlagAction])[] {
  return Object.entries(names).flatMap(([action, list]) =>
    list
      .split(" ")
      .map((name) => [name, { action: action as FlagAction["action"], isOfEnvironment }] as const),
  );
}
