import { createProvider } from "@flaghook/github";
import { issuesSchema, pullRequestSchema, pushSchema } from "@flaghook/github/schemas";

const verifier = createProvider({
  events: { push: pushSchema, issues: issuesSchema, pull_request: pullRequestSchema },
});

export function describe(headers: Headers, body: Uint8Array): string {
  const event = verifier.verify({ headers, body }, { secret: "secret" });
  if (event.type === "push") return event.payload.ref;
  if (event.type === "issues" && event.payload.action === "labeled") return event.payload.label?.name ?? "";
  if (event.type === "pull_request") return event.payload.pull_request.head.sha;
  return event.name;
}
