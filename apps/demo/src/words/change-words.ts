import type { FlagChange } from "@flaghook/core";
import type { LineDraft, Tone } from "../model/line.ts";
import { differenceWords } from "./difference-words.ts";
import { byOf, countOf, shorten, tailOf } from "./tail.ts";
import { valueWords } from "./value-words.ts";

/** Says what kind of thing it is, where that is not a flag. */
const NOUNS: Readonly<Record<FlagChange["resource"], string>> = {
  flag: "",
  segment: "segment ",
  experiment: "experiment ",
  config: "config ",
  other: "",
};

/** The line of a change, of whichever provider. Says no more than the provider did. */
export function changeLine(change: FlagChange, environmentOfEvent?: string): LineDraft {
  const { resource, subject, project } = change;
  const environment = change.environment?.name ?? change.environment?.key ?? environmentOfEvent;
  const actor = change.actor?.name ?? change.actor?.email ?? change.actor?.id;
  return {
    kind: resource === "config" || subject === undefined ? "config" : "flag",
    tone: toneOf(change),
    ...textOf(change, environment, actor),
    flag: resource === "flag" ? nameOf(change) : undefined,
    environment,
    project: project?.name ?? project?.key ?? project?.id,
    actor,
  };
}

function textOf(
  change: FlagChange,
  environment: string | undefined,
  actor: string | undefined,
): Pick<LineDraft, "subject" | "words" | "tail"> {
  const { action, resource, rawAction, version, project, comment } = change;
  if (action === "published" && resource === "config") {
    const what = /snippet/.test(rawAction) ? "snippet" : "datafile";
    const place = environment === undefined ? "" : ` to ${environment}`;
    return { subject: `${what} revision ${version}`, words: " published", tail: place + byOf(actor) };
  }
  const tail = tailOf(environment, actor);
  if (change.subject === undefined) {
    const name = project?.name ?? project?.key ?? project?.id ?? change.provider;
    const what = comment ?? change.summary;
    return { subject: name, words: what === undefined ? ": updated" : `: “${shorten(what, 90)}”`, tail };
  }
  return {
    subject: `${NOUNS[resource]}${nameOf(change) ?? "something"}`,
    words: `: ${actionWords(change)}`,
    tail,
  };
}

function actionWords(change: FlagChange): string {
  const { action, enabled, before, after, changes, summary, rawAction } = change;
  if (action === "approval") return `approval ${rawAction.split("_").at(-1) ?? "changed"}`;
  if (action === "created" || action === "restored") {
    return enabled?.after === undefined ? action : `${action}, ${valueWords(enabled.after)}`;
  }
  if (action === "deleted" || action === "archived") return action;
  const switched = switchWords(enabled);
  const words = switched ?? differenceWords(before, after) ?? pathWords(changes);
  if (words !== undefined) return words;
  if (summary !== undefined) return shorten(summary.replace(/^\s*[-*•]\s+/, ""), 90); // the first of a list
  if (action === "enabled") return "on";
  if (action === "disabled") return "off";
  return action === "unknown" ? rawAction : action.replace("-", " ");
}

function switchWords(enabled: FlagChange["enabled"]): string | undefined {
  if (enabled?.after === undefined || enabled.before === enabled.after) return undefined;
  // A flag that never said "disable" was on: the provider still did not say so, and nor do we.
  if (enabled.before === undefined) return `now ${valueWords(enabled.after)}`;
  return `${valueWords(enabled.before)} → ${valueWords(enabled.after)}`;
}

function pathWords(changes: FlagChange["changes"]): string | undefined {
  if (changes === undefined || changes.length === 0) return undefined;
  if (changes.length > 1) return `${countOf(changes.length, "property").replace("ys", "ies")} changed`;
  const { path, before, after } = changes[0]!;
  return `${shorten(path, 40)} ${valueWords(before)} → ${valueWords(after)}`;
}

function nameOf({ subject }: FlagChange): string | undefined {
  const name = subject?.key ?? subject?.name ?? subject?.id;
  return name === undefined ? undefined : shorten(name, 80);
}

function toneOf({ action, enabled }: FlagChange): Tone {
  if (action === "created" || action === "restored" || action === "enabled") return "added";
  if (action === "deleted" || action === "archived" || action === "disabled") return "removed";
  if (action === "approval") return "plain";
  if (enabled?.after !== undefined && enabled.before !== enabled.after)
    return enabled.after ? "added" : "removed";
  return "changed";
}
