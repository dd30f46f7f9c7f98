import type { GithubEvent } from "@flaghook/github";
import type { LineDraft, Tone } from "../model/line.ts";
import { byOf, countOf, shorten, tailOf } from "./tail.ts";

type Text = Pick<LineDraft, "kind" | "tone" | "subject" | "words" | "tail"> & {
  readonly actor?: string | undefined;
  readonly environment?: string | undefined;
};

/** Labels that make an issue an incident. */
const INCIDENT = /\b(?:incident|outage|sev-?\d)\b/i;

const STATES: ReadonlyMap<string, Tone> = new Map([
  ["success", "added"],
  ["failure", "removed"],
  ["error", "removed"],
]);

/** The line of an event of GitHub. */
export function githubLine(event: GithubEvent): LineDraft {
  const { actor = senderOf(event), environment, ...text } = textOf(event);
  return { ...text, flag: undefined, environment, project: repositoryOf(event), actor };
}

function textOf(event: GithubEvent): Text {
  switch (event.type) {
    case "push":
      return pushText(event);
    case "deployment_status":
      return deploymentText(event);
    case "issues":
      return issueText(event);
    case "pull_request": {
      const { action, pull_request: request } = event.payload;
      const isMerged = action === "closed" && request.merged === true;
      const what = isMerged ? "merged" : action.replaceAll("_", " ");
      const subject = `#${request.number} ${shorten(request.title, 80)}`;
      return { kind: "code", tone: "plain", subject, words: `: ${what}`, tail: byOf(senderOf(event)) };
    }
    default:
      return otherText(event);
  }
}

function pushText(event: Extract<GithubEvent, { type: "push" }>): Text {
  const { ref, commits, deleted, created, pusher } = event.payload;
  const branch = shorten(ref.replace(/^refs\/(?:heads|tags)\//, ""), 60);
  const kind = ref.startsWith("refs/tags/") ? "tag" : "branch";
  const actor = pusher.name;
  const base = { kind: "code", actor, tail: byOf(actor) } as const;
  if (deleted) return { ...base, tone: "removed", subject: `${kind} ${branch}`, words: ": deleted" };
  if (created && commits.length === 0)
    return { ...base, tone: "added", subject: `${kind} ${branch}`, words: ": created" };
  return { ...base, tone: "plain", subject: countOf(commits.length, "commit"), words: ` to ${branch}` };
}

function deploymentText(event: Extract<GithubEvent, { type: "deployment_status" }>): Text {
  const { deployment_status: status } = event.payload;
  const environment = status.environment ?? event.payload.deployment.environment;
  const actor = status.creator?.login;
  return {
    kind: "deployment",
    tone: STATES.get(status.state) ?? "plain",
    subject: `deployment to ${shorten(environment, 40)}`,
    words: `: ${status.state.replaceAll("_", " ")}`,
    tail: byOf(actor),
    actor,
    environment,
  };
}

function issueText(event: Extract<GithubEvent, { type: "issues" }>): Text {
  const { action, issue } = event.payload;
  const isIncident = (issue.labels ?? []).some((label) => INCIDENT.test(label.name));
  const isOver = action === "closed";
  return {
    kind: isIncident ? "incident" : "other",
    tone: isIncident ? (isOver ? "added" : "removed") : "plain",
    subject: shorten(issue.title, 90),
    words: isIncident ? `: incident ${action}` : `: issue ${action.replaceAll("_", " ")}`,
    tail: byOf(senderOf(event)),
  };
}

function otherText(event: GithubEvent): Text {
  const action = actionOf(event.payload);
  const repository = repositoryOf(event);
  const place = repository === undefined ? "" : ` in ${repository}`;
  return {
    kind: "other",
    tone: "plain",
    subject: shorten(event.name.replaceAll("_", " "), 60),
    words: action === undefined ? "" : `: ${shorten(action.replaceAll("_", " "), 40)}`,
    tail: place + tailOf(undefined, senderOf(event)),
  };
}

function senderOf({ payload }: GithubEvent): string | undefined {
  return textAt(payload, "sender", "login");
}

function repositoryOf({ payload }: GithubEvent): string | undefined {
  return textAt(payload, "repository", "full_name");
}

function actionOf(payload: unknown): string | undefined {
  return textAt({ payload }, "payload", "action");
}

/** A signed event that we do not know may hold anything at a place. */
function textAt(payload: unknown, field: string, inner: string): string | undefined {
  const value = (payload as Record<string, Record<string, unknown> | null | undefined> | null)?.[field]?.[
    inner
  ];
  return typeof value === "string" ? value : undefined;
}
