import type { GithubEvent } from "@flaghook/github/types";

export function describe(event: GithubEvent): string {
  switch (event.type) {
    case "push":
      return `${event.payload.ref} ${event.payload.commits.length}`;
    case "issues":
      if (event.payload.action === "labeled") return event.payload.label?.name ?? "";
      return event.payload.issue.title ?? "";
    case "pull_request":
      if (event.payload.action === "synchronize") return event.payload.after ?? "";
      return event.payload.pull_request.head.sha;
    case "unknown":
      return event.name;
    default:
      return event.type;
  }
}
