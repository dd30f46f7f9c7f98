/** What is known about an object when it is decided whether it is one of the shared components. */
export interface ObjectClues {
  /** Name of the property that holds it, without `[]`. */
  readonly property: string;
  readonly keys: ReadonlySet<string>;
}

interface Component {
  readonly name: string;
  /** The object is this component if it has all of these keys … */
  readonly has: readonly string[];
  /** … none of these … */
  readonly lacks?: readonly string[];
  /** … and, where given, stands in a property of one of these names. */
  readonly in?: readonly string[];
}

/**
 * The hand-written part: which objects are the same thing, told by their keys. GitHub's
 * descriptions repeat each of them up to 460 times, with other titles and other required fields.
 * The first line that fits decides.
 */
const COMPONENTS: readonly Component[] = [
  // A reviewer is a user or a team; a renamed account is a user or an organization.
  {
    name: "Reviewer",
    has: ["id", "html_url"],
    in: ["requested_reviewer", "requested_reviewers", "reviewer"],
  },
  { name: "RenamedAccount", has: ["login", "members_url"], in: ["account"] },
  { name: "Organization", has: ["login", "members_url"] },
  { name: "User", has: ["login", "avatar_url"] },
  { name: "User", has: ["login", "id", "html_url"] },
  { name: "Enterprise", has: ["slug", "website_url"] },
  // The one of workflow runs has no clone_url, no default_branch and no times.
  { name: "RepositoryLite", has: ["full_name", "owner"], lacks: ["clone_url"] },
  { name: "Repository", has: ["full_name", "owner"] },
  { name: "RepositorySummary", has: ["full_name", "private"] },
  { name: "Team", has: ["slug", "members_url"] },
  { name: "License", has: ["key", "spdx_id"] },
  { name: "Label", has: ["color", "name", "url"], in: ["label", "labels"] },
  { name: "Milestone", has: ["due_on", "open_issues"] },
  { name: "Reactions", has: ["+1", "-1", "total_count"] },
  { name: "App", has: ["external_url", "permissions", "owner"] },
  { name: "AutoMerge", has: ["merge_method", "enabled_by"] },
  { name: "PullRequest", has: ["diff_url", "head", "base", "number"] },
  { name: "Issue", has: ["labels_url", "number"] },
  { name: "IssueType", has: ["is_enabled", "name"], in: ["type"] },
  { name: "PullRequestSummary", has: ["base", "head", "number"], lacks: ["title"] },
  { name: "Link", has: ["href"] },
  // The one of runs, suites and merge groups has no url and no files.
  { name: "SimpleCommit", has: ["tree_id", "message"], lacks: ["url"] },
  { name: "Commit", has: ["tree_id", "message"] },
  { name: "WorkflowRun", has: ["jobs_url", "workflow_id"] },
  { name: "DeploymentWorkflowRun", has: ["run_number", "workflow_id"] },
  { name: "WorkflowJob", has: ["runner_id", "steps"] },
  { name: "Workflow", has: ["badge_url", "path"] },
  { name: "DeploymentStatus", has: ["deployment_url", "state"] },
  { name: "Deployment", has: ["statuses_url", "environment"] },
  { name: "CheckSuite", has: ["head_sha", "check_runs_url"] },
  { name: "CheckRun", has: ["head_sha", "check_suite"] },
  { name: "ReleaseAsset", has: ["browser_download_url", "uploader"] },
  { name: "Release", has: ["tag_name", "assets"] },
  { name: "Review", has: ["commit_id", "state", "submitted_at"] },
  { name: "ReviewComment", has: ["diff_hunk", "pull_request_review_id"] },
  { name: "CommitComment", has: ["body", "commit_id", "position"], in: ["comment"] },
  { name: "DiscussionComment", has: ["body", "discussion_id"] },
  { name: "IssueComment", has: ["body", "issue_url"] },
  { name: "DiscussionCategory", has: ["is_answerable", "slug"] },
  { name: "Discussion", has: ["category", "title", "number"] },
  { name: "MarketplacePurchase", has: ["account", "plan"] },
  { name: "SponsorshipTier", has: ["monthly_price_in_cents"] },
  { name: "Sponsorship", has: ["sponsorable", "sponsor"] },
  { name: "Installation", has: ["access_tokens_url", "repositories_url"] },
  { name: "InstallationSummary", has: ["id", "node_id"], lacks: ["name", "login"], in: ["installation"] },
  { name: "SecurityAndAnalysis", has: ["secret_scanning", "secret_scanning_push_protection"] },
  { name: "RolePermissions", has: ["admin", "maintain", "pull", "push", "triage"] },
  { name: "BranchProtectionRule", has: ["admin_enforced", "id"] },
  { name: "Ruleset", has: ["enforcement", "rules", "source"] },
  { name: "RulesetRule", has: ["type", "parameters"], in: ["rules", "added", "deleted", "rule"] },
  { name: "ExemptionRequest", has: ["exemption_request_data"] },
  { name: "ExemptionResponse", has: ["reviewer_id", "status"] },
  { name: "SecretScanningAlert", has: ["secret_type", "number"] },
  { name: "CodeScanningAlert", has: ["most_recent_instance", "tool"] },
  { name: "DependabotAlert", has: ["security_vulnerability", "dependency"] },
  { name: "SecurityAdvisory", has: ["ghsa_id", "withdrawn_at", "vulnerabilities"], lacks: ["submission"] },
  { name: "RepositoryAdvisory", has: ["ghsa_id", "submission"] },
  { name: "VulnerabilityAlert", has: ["affected_package_name"] },
  { name: "PackageVersion", has: ["package_files"] },
  { name: "Package", has: ["package_version", "package_type"] },
  { name: "Project", has: ["columns_url", "number"] },
  { name: "ProjectColumn", has: ["cards_url"] },
  { name: "ProjectCard", has: ["column_id", "note"] },
  { name: "ProjectV2StatusUpdate", has: ["project_node_id", "target_date"] },
  { name: "ProjectV2Item", has: ["project_node_id", "content_type"] },
  { name: "ProjectV2", has: ["short_description", "node_id"] },
  { name: "PersonalAccessTokenRequest", has: ["permissions_added", "repository_count"] },
  { name: "CustomProperty", has: ["property_name", "value_type"] },
  { name: "CustomProperty", has: ["property_name"], in: ["definition"] },
  { name: "DeployKey", has: ["read_only", "key"] },
  { name: "Hook", has: ["config", "events", "active"] },
  { name: "Membership", has: ["organization_url", "role"] },
  { name: "MergeGroup", has: ["base_ref", "head_ref"] },
  { name: "GitActor", has: ["name", "email"], lacks: ["login", "html_url"] },
];

/** Name of the component that an object is, if any. */
export function componentOf({ property, keys }: ObjectClues): string | undefined {
  return COMPONENTS.find(
    (component) =>
      component.has.every((key) => keys.has(key)) &&
      !component.lacks?.some((key) => keys.has(key)) &&
      (component.in?.includes(property) ?? true),
  )?.name;
}
