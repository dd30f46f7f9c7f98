/** Types of events whose name does not say it. */
const NAMED: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  hypertune: [[/^NEW_COMMIT$/, "NewCommitEvent"]],
  optimizely: [
    [/^project\.datafile_updated$/, "DatafileUpdatedEvent"],
    [/^project\.snippet_updated$/, "SnippetUpdatedEvent"],
    [/^project\.approval_/, "ApprovalEvent"],
    [/^project\./, "ChangeEvent"],
  ],
};

/** The name of an event's TypeScript type in its provider's package: `PullRequestEvent`. */
export function typeNameOf(provider: string, name: string): string {
  const named = NAMED[provider]?.find(([pattern]) => pattern.test(name))?.[1];
  return (
    named ??
    `${name.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())}Event`
  );
}
