import { parse } from "yaml";

type Permissions = Readonly<Record<string, string>>;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Permissions | string;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
  readonly uses?: string;
}

interface Workflow {
  readonly on?: unknown;
  readonly permissions?: Permissions | string;
  readonly jobs?: Readonly<Record<string, Job>>;
}

/** Commands that bring other people's code into a job, or run ours. */
const INSTALLS = /\b(?:npx|pnpm|yarn|corepack|bun|deno)\b|\bnpm (?:ci|i|install|exec|run|test)\b|\.ci\/run/;

/** Events that run with the repository's rights on code or text of a stranger. */
const DANGEROUS_EVENTS = ["pull_request_target", "workflow_run", "issue_comment"];

/** What a workflow of ours must not do, in one sentence for each time that it does. */
export function workflowFaults(text: string): readonly string[] {
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs ?? {});
  return [
    ...pinFaults(text),
    ...(isNone(workflow.permissions) ? [] : ["permissions at the top must be {}: each job asks for its own"]),
    ...(/\bsecrets\s*[.[]/.test(text)
      ? ["names a secret: tokens live as long as their job, and no longer"]
      : []),
    ...DANGEROUS_EVENTS.filter((event) => eventsOf(workflow.on).includes(event)).map(
      (event) => `runs on ${event}, with our rights on a stranger's input`,
    ),
    ...jobs.flatMap(([name, job]) => jobFaults(name, job)),
  ];
}

/**
 * The commit that each action is pinned to. A sub-folder of an action's repository has the
 * repository's.
 */
export function pinsOf(text: string): readonly { readonly action: string; readonly pin: string }[] {
  return [...text.matchAll(/\buses: *([^@\s]+)@(.+)$/gm)].map(([, path, pin]) => ({
    action: path!.split("/", 2).join("/"),
    pin: pin!.trim(),
  }));
}

function pinFaults(text: string): readonly string[] {
  const uses = [...text.matchAll(/\buses: *(\S+)(.*)$/gm)];
  return uses.flatMap(([, action, comment]) => {
    if (action!.startsWith("./")) return [];
    if (!/@[0-9a-f]{40}$/.test(action!)) return [`${action} is not pinned by its full digest`];
    return /^ # v\d+\.\d+\.\d+$/.test(comment!) ? [] : [`${action} does not say which version it is`];
  });
}

function jobFaults(name: string, job: Job): readonly string[] {
  const { permissions, steps = [] } = job;
  const faults: string[] = [];
  if (typeof permissions !== "object") faults.push("must list its permissions");
  if (job["timeout-minutes"] === undefined) faults.push("has no timeout");
  for (const { uses = "", run = "", with: inputs = {} } of steps) {
    if (uses.startsWith("actions/checkout@") && inputs["persist-credentials"] !== false) {
      faults.push("leaves the token in the checkout: persist-credentials must be false");
    }
    if (uses.startsWith("actions/setup-node@") && inputs["package-manager-cache"] !== false) {
      faults.push("may restore a cache that another job wrote: package-manager-cache must be false");
    }
    if (/\$\{\{/.test(run)) faults.push("writes an expression into a command: pass it in env");
  }
  const granted = typeof permissions === "object" ? permissions : {};
  if (granted["id-token"] === "write") {
    if (steps.some(({ run = "" }) => INSTALLS.test(run))) faults.push("may publish, and runs installed code");
    const writes = Object.entries(granted).filter(
      ([scope, level]) => level === "write" && scope !== "id-token",
    );
    if (writes.length > 0) faults.push("may publish, and write something else too");
  }
  return faults.map((fault) => `job ${name} ${fault}`);
}

function isNone(permissions: Workflow["permissions"]): boolean {
  return typeof permissions === "object" && permissions !== null && Object.keys(permissions).length === 0;
}

function eventsOf(on: unknown): readonly string[] {
  if (typeof on === "string") return [on];
  return Array.isArray(on) ? (on as readonly string[]) : Object.keys(on ?? {});
}
