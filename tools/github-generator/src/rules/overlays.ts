import type { Description, FieldNode, Fields, TypeNode } from "../model/description.ts";

/** Something that GitHub's descriptions do not say, or say wrongly, with the place that says it. */
export interface Overlay {
  readonly source: string;
  readonly why: string;
  /**
   * Documented values that may be `null`, as `Component.field` or `event.field`; dots go deeper.
   */
  readonly nullable?: readonly string[];
  /** Values that are documented as nullable by mistake. */
  readonly notNull?: readonly string[];
  /** Fields that are always there, though no list requires them. */
  readonly always?: readonly string[];
  /**
   * Fields that are always there wherever their component occurs, on thinner evidence than the rule asks for. Of a single
   * action as `event.action.field`. A payload that lacks one overrules it.
   */
  readonly sure?: readonly string[];
  /** Fields that older servers do not send, whatever is documented. */
  readonly late?: readonly string[];
  /**
   * Fields that the descriptions' boilerplate lists where they are not: they tell nothing, and are
   * refused nowhere.
   */
  readonly never?: readonly string[];
  /** Keys that an event refuses beyond those that the derivation finds, as `event.key`: they tell other events. */
  readonly refused?: readonly string[];
  /** Objects whose members are nobody's to describe: they stay untyped and unchecked. */
  readonly untyped?: readonly string[];
  /** Actions to add: each takes the fields of an action that is described, and more of its own. */
  readonly actions?: readonly AddedAction[];
  /** Fields to add to a component. */
  readonly fields?: Readonly<Record<string, Fields>>;
  /** Components that are others except for these fields. */
  readonly variants?: readonly Variant[];
  /**
   * Events or `event.action`s that repeat byte for byte, beyond those that the derivation finds.
   */
  readonly repeatable?: readonly string[];
}

interface Variant {
  readonly name: string;
  readonly of: string;
  readonly fields: Fields;
  /** Event fields that hold it, as `event.field`. */
  readonly in?: readonly string[];
}

interface AddedAction {
  readonly event: string;
  readonly action: string;
  /** `event.action` whose fields it takes. */
  readonly like: string;
  readonly fields?: Fields;
  /** Fields of the other action that this one does not have. */
  readonly without?: readonly string[];
}

const TYPES_PACKAGE = "https://www.npmjs.com/package/@octokit/openapi-webhooks-types/v/12.2.0";
const text = { is: ["string"], required: 0 } as const satisfies FieldNode;
const number = { is: ["number"], required: 0 } as const satisfies FieldNode;

/** Every correction of the descriptions, and nothing else: no payload is special-cased anywhere. */
export const OVERLAYS: readonly Overlay[] = [
  {
    source: TYPES_PACKAGE,
    why: "The newest types know four actions that no published description has yet.",
    actions: ["relates_to_added", "relates_to_removed"].map((action) => ({
      event: "issue_relates_to",
      action,
      like: "issues.pinned",
      without: ["enterprise"],
      fields: {
        issue: { component: "Issue", required: 0 },
        issue_id: number,
        related_issue: { component: "Issue", required: 0 },
        related_issue_id: number,
      },
    })),
  },
  {
    source: TYPES_PACKAGE,
    why: "Labels can be archived.",
    actions: ["archived", "unarchived"].map((action) => ({ event: "label", action, like: "label.deleted" })),
    fields: {
      Label: {
        archived_at: { ...text, nullable: true },
        archived_by: { component: "User", nullable: true, required: 0 },
      },
    },
  },
  {
    source: "https://github.com/github/rest-api-description/issues/5832",
    why: "A check run without output has null there.",
    nullable: ["CheckRun.output"],
  },
  {
    source: "https://github.com/github/rest-api-description/issues/1811",
    why: "The fork that a pull request came from may be gone.",
    nullable: ["PullRequest.head.repo", "PullRequest.head.user", "PullRequest.head.label"],
  },
  {
    source: "https://github.com/github/rest-api-description/issues/5562",
    why: "The same of the short form in check runs and check suites.",
    nullable: ["PullRequestSummary.head.repo", "PullRequestSummary.base.repo"],
  },
  {
    source: "https://docs.github.com/en/rest/repos/repos#get-a-repository",
    why: "A repository always has a name and an owner; a few inline copies of its schema say otherwise.",
    notNull: ["Repository.name", "Repository.owner"],
  },
  {
    source: "https://docs.github.com/en/rest/apps/apps#get-an-installation-for-the-authenticated-app",
    why: "An installation is always on an account; null comes from a copy that merges users and enterprises.",
    notNull: ["Installation.account"],
  },
  {
    source:
      "https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/create-custom-protection-rules",
    why: "The receiver of a protection rule answers at this URL: the event is of no use without it.",
    always: ["deployment_protection_rule.deployment_callback_url"],
  },
  {
    source: "https://docs.github.com/en/rest/issues/labels#get-a-label",
    why: "A label always has a colour; null comes from the form in which labels are given to an issue.",
    notNull: ["Label.color"],
  },
  {
    source: "https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues",
    why: "Payloads have labels as objects; names alone, and null, are what the REST API takes.",
    fields: { Issue: { labels: { array: { component: "Label" }, required: 0 } } },
  },
  {
    source: "https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request",
    why: "What was added is there, in all of 27 payloads. What was taken away may be a label that is deleted by then.",
    sure: ["issues.labeled.label", "pull_request.labeled.label"],
  },
  {
    source: "https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request",
    why: "Pull requests have had labels since the end of 2017: 78 of 16 projects have them, and 22 older ones do not.",
    sure: ["PullRequest.labels"],
  },
  {
    source: "https://docs.github.com/en/rest/releases/releases#get-a-release",
    why: "What release notes are made from: 16 of 3 projects have them, which is just short of enough.",
    sure: ["Release.draft", "Release.html_url", "Release.prerelease"],
  },
  {
    source: "https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run",
    why: "A workflow run is looked at there. 7 of 3 projects have it.",
    sure: ["WorkflowRun.html_url"],
  },
  {
    source: "https://docs.github.com/en/rest/checks/suites#get-a-check-suite",
    why: "The suite of a check run is found by its id, though no list requires it there: 18 of 6 projects have it.",
    sure: ["CheckRun.check_suite.id"],
  },
  {
    source: "https://docs.github.com/en/rest/deployments/statuses#get-a-deployment-status",
    why: "The state is what a status says; it cannot be created without one.",
    sure: ["DeploymentStatus.state"],
  },
  {
    source: "https://docs.github.com/en/rest/deployments/deployments#get-a-deployment",
    why: "A deployment has an environment, by default production. 6 of 2 projects have it.",
    sure: ["Deployment.environment"],
  },
  {
    source: "https://docs.github.com/en/webhooks/webhook-events-and-payloads#organization",
    why: "What happens to an organization, an installation or a user happens in no repository.",
    never: ["organization.repository", "installation.repository", "user.repository"],
  },
  {
    source: "https://docs.github.com/en/webhooks/webhook-events-and-payloads#public",
    why: "Older servers sent these events without an action. They have a repository and a sender, which is all of public.",
    refused: ["public.deployment", "public.deployment_status", "public.pull_request"],
  },
  {
    source: "https://docs.github.com/en/rest/repos/rules#get-all-repository-rulesets",
    why: "The parameters of a rule are other ones for each of twenty types of rules, and more types come.",
    untyped: ["RulesetRule.parameters"],
  },
  {
    source: "https://docs.github.com/en/webhooks/webhook-events-and-payloads#package",
    why: "A package's manifest is its author's, who may write anything there.",
    untyped: [
      "PackageVersion.npm_metadata",
      "PackageVersion.nuget_metadata",
      "PackageVersion.rubygems_metadata",
    ],
  },
  {
    source: "https://docs.github.com/en/rest/apps/apps#get-an-installation-for-the-authenticated-app",
    why: "Permissions by name: every release of GitHub adds some.",
    untyped: ["App.permissions", "Installation.permissions"],
  },
  {
    source: "https://github.com/google/go-github/blob/master/github/event_types.go",
    why: "Apps and their installations belong to users, organizations or enterprises, which have a slug for a login.",
    variants: [
      {
        name: "Account",
        of: "User",
        fields: { id: { ...number, late: true }, login: { ...text, late: true }, slug: text },
        in: ["Installation.account", "App.owner"],
      },
    ],
  },
  {
    source: "https://github.com/octokit/octokit.net/issues/1941",
    why: "Fields that were added to payloads long after their objects: older servers do not send them.",
    late: ["Label.id", "Milestone.html_url", "VulnerabilityAlert.ghsa_id"],
  },
  {
    source: "https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run",
    why: "Asking again changes nothing in the check run: a button pressed twice sends the same bytes twice.",
    repeatable: ["check_run.requested_action", "check_run.rerequested", "check_suite.rerequested"],
  },
];

/** Components that are others but for a few fields. */
export const VARIANTS = OVERLAYS.flatMap((overlay) => overlay.variants ?? []);

/** The description as GitHub should have written it. */
export function applyOverlays(description: Description): Description {
  const result = structuredClone(description) as Mutable;
  for (const {
    nullable = [],
    notNull = [],
    always = [],
    sure = [],
    late = [],
    never = [],
    untyped = [],
    actions = [],
    fields = {},
    variants = [],
  } of OVERLAYS) {
    for (const added of actions) addAction(result, added);
    for (const [component, extra] of Object.entries(fields))
      Object.assign(result.components[component]!, extra);
    for (const path of nullable) for (const field of find(result, path)) field.nullable = true;
    for (const path of notNull) for (const field of find(result, path)) delete field.nullable;
    for (const path of never) remove(result, path);
    for (const path of untyped) for (const field of find(result, path)) forget(field);
    for (const path of always) for (const field of find(result, path)) field.required = 1;
    for (const path of sure) for (const field of find(result, path)) field.sure = true;
    for (const path of late) for (const field of find(result, path)) field.late = true;
    for (const variant of variants) addVariant(result, variant);
  }
  result.components = Object.fromEntries(
    Object.entries(result.components).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  result.events = Object.fromEntries(Object.entries(result.events).sort(([a], [b]) => (a < b ? -1 : 1)));
  return result;
}

/** Fields of an event that overlays keep from counting. */
export function neverDocumented(event: string): readonly string[] {
  const paths = OVERLAYS.flatMap((overlay) => overlay.never ?? []);
  return paths.flatMap((path) => (path.startsWith(`${event}.`) ? [path.slice(event.length + 1)] : []));
}

/** Keys that overlays make an event refuse. */
export function refusedByOverlay(event: string): readonly string[] {
  const paths = OVERLAYS.flatMap((overlay) => overlay.refused ?? []);
  return paths.flatMap((path) => (path.startsWith(`${event}.`) ? [path.slice(event.length + 1)] : []));
}

/** Events and actions that overlays declare repeatable. */
export function repeatableByOverlay(): ReadonlySet<string> {
  return new Set(OVERLAYS.flatMap((overlay) => overlay.repeatable ?? []));
}

type MutableField = { -readonly [Key in keyof TypeNode]: TypeNode[Key] } & {
  required?: number;
  late?: true;
  sure?: true;
};
interface Mutable {
  sources: Description["sources"];
  components: Record<string, Record<string, MutableField>>;
  events: Record<string, { anchor: string; actions: Record<string, Record<string, MutableField>> }>;
}

function remove(result: Mutable, path: string): void {
  const [event, field] = path.split(".") as [string, string];
  for (const fields of Object.values(result.events[event]!.actions)) delete fields[field];
}

function forget(field: MutableField): void {
  const any: TypeNode = { is: ["any"] };
  if (field.array !== undefined) field.array = any;
  if (field.fields !== undefined) field.map = any;
  delete field.fields;
}

function addAction(result: Mutable, { event, action, like, fields = {}, without = [] }: AddedAction): void {
  const [otherEvent, otherAction] = like.split(".") as [string, string];
  const copied = structuredClone(result.events[otherEvent]?.actions[otherAction]);
  if (copied === undefined) throw new Error(`there is no ${like} to copy.`);
  for (const name of without) delete copied[name];
  const node = (result.events[event] ??= { anchor: event, actions: {} });
  if (node.actions[action] !== undefined) {
    throw new Error(`${event}.${action} is described by now: remove its overlay.`);
  }
  node.actions[action] = Object.assign(copied, structuredClone(fields));
}

function addVariant(result: Mutable, { name, of, fields, in: places = [] }: Variant): void {
  result.components[name] = { ...structuredClone(result.components[of]!), ...structuredClone(fields) };
  for (const path of places) for (const field of find(result, path)) hold(field, name);
}

function hold(field: MutableField, component: string): void {
  delete field.map;
  delete field.fields;
  field.component = component;
}

/** Every field that a path names: one of a component, one in each action of an event, or one in the action that it names. */
function find(result: Mutable, path: string): readonly MutableField[] {
  const [root, ...rest] = path.split(".") as [string, ...string[]];
  const component = result.components[root];
  const actions = result.events[root]?.actions ?? {};
  const action = rest.length > 1 ? actions[rest[0]!] : undefined;
  const names = action === undefined ? rest : rest.slice(1);
  const starts =
    action !== undefined ? [action] : component === undefined ? Object.values(actions) : [component];
  const found = starts.flatMap((fields) => {
    let field: MutableField | undefined;
    let level: Record<string, MutableField> | undefined = fields;
    for (const name of names) {
      field = level?.[name];
      level = field?.fields ?? {};
    }
    return field === undefined ? [] : [field];
  });
  if (found.length === 0) throw new Error(`an overlay names ${path}, which is not described.`);
  return found;
}
