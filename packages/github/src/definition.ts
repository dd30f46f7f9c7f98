import type { EventContext, EventDefinition, ProviderDefinition, Validator } from "@flaghook/core";
import type { GithubEventBase } from "./event.ts";
import { unwrapForm } from "./form.ts";
import { repeatable } from "./generated/repeatable.ts";
import { shapeOf } from "./shape.ts";
import { legacyScheme, scheme } from "./scheme.ts";

type HeaderFields = Omit<GithubEventBase, "provider" | "id" | "dedupeKey" | "dedupe" | "secretIndex">;

/** Which header each of the event's own fields comes from. */
const HEADERS: Readonly<Record<keyof HeaderFields, string>> = {
  hookId: "x-github-hook-id",
  installationTargetId: "x-github-hook-installation-target-id",
  installationTargetType: "x-github-hook-installation-target-type",
  enterpriseHost: "x-github-enterprise-host",
  enterpriseVersion: "x-github-enterprise-version",
};

/** GitHub with these events, all or some. */
export function definitionOf(events: ProviderDefinition["events"]): ProviderDefinition {
  return {
    id: "github",
    scheme,
    eventName: { header: "x-github-event" },
    eventId: { header: "x-github-delivery" },
    events,
    isRepeatable,
    extraHeaders: Object.values(HEADERS),
    extraFields: headerFields,
    unwrap: unwrapForm,
    constantHeaders: { accept: "*/*", "user-agent": "GitHub-Hookshot/044aadd" },
    signOnlySchemes: [legacyScheme],
  };
}

/** An event, with what a check or a schema of this package knows beside the shape: its actions. */
export function eventOf(validator: Validator): EventDefinition | Validator {
  const { actions, isActionOptional } = shapeOf(validator) ?? {};
  if (actions === undefined) return validator;
  return { validator, actions: words(actions), ...(isActionOptional && { isActionOptional }) };
}

/** What repeats is GitHub's doing, whoever checks the payload, and if nobody does. */
function isRepeatable(name: string, action = ""): boolean {
  const actions = Object.hasOwn(repeatable, name) ? repeatable[name]! : "";
  return actions === true || words(actions).includes(action);
}

// Written out: an event is made for every delivery.
function headerFields(context: EventContext): HeaderFields {
  return {
    hookId: context.header(HEADERS.hookId),
    installationTargetId: context.header(HEADERS.installationTargetId),
    installationTargetType: context.header(HEADERS.installationTargetType),
    enterpriseHost: context.header(HEADERS.enterpriseHost),
    enterpriseVersion: context.header(HEADERS.enterpriseVersion),
  };
}

/** The words of a list. None of an empty one. */
function words(list: string): readonly string[] {
  return list === "" ? [] : list.split(" ");
}
