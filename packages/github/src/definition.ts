import type { EventContext, EventDefinition, ProviderDefinition, Validator } from "@flaghook/core";
import type { GithubEventBase } from "./event.ts";
import { unwrapForm } from "./form.ts";
import { shapeOf } from "./kit.ts";
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
export function definitionOf(events: Readonly<Record<string, Validator>>): ProviderDefinition {
  return {
    id: "github",
    scheme,
    eventName: { header: "x-github-event" },
    eventId: { header: "x-github-delivery" },
    events: Object.fromEntries(Object.entries(events).map(([name, validator]) => [name, eventOf(validator)])),
    headers: Object.values(HEADERS),
    extend: headerFields,
    unwrap: unwrapForm,
    sends: { accept: "*/*", "user-agent": "GitHub-Hookshot/044aadd" },
    alsoSigns: [legacyScheme],
  };
}

/** What a check or a schema of this package knows beside the shape: actions and repeatability. */
function eventOf(validator: Validator): EventDefinition | Validator {
  const shape = shapeOf(validator);
  if (shape === undefined) return validator;
  const { actions, repeatable } = shape;
  return {
    validator,
    ...(actions !== undefined && { actions: words(actions) }),
    ...(repeatable !== undefined && { repeatable: repeatable === true || words(repeatable) }),
  };
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
