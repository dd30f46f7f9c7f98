import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineProvider, type FlagChange, type ProviderDefinition, type WebhookEvent } from "@flaghook/core";
import type { WorkspacePackage } from "../../../workspace/workspace.ts";

/** What a change may say, by the words in which the table names it. */
const FIELDS: Readonly<Record<string, (change: FlagChange) => unknown>> = {
  "`subject.key`": ({ subject }) => subject?.key,
  "`subject.id`": ({ subject }) => subject?.id,
  "`subject.name`": ({ subject }) => subject?.name,
  "`project`": ({ project }) => project,
  "`environment`": ({ environment }) => environment,
  "`enabled.before`": ({ enabled }) => enabled?.before,
  "`enabled.after`": ({ enabled }) => enabled?.after,
  "`before`": ({ before }) => before,
  "`after`": ({ after }) => after,
  "`changes`": ({ changes }) => changes,
  "`summary`": ({ summary }) => summary,
  "`comment`": ({ comment }) => comment,
  "`url`": ({ url }) => url,
  "`actor`": ({ actor }) => actor,
  "`version`": ({ version }) => version,
  "`occurredAt`": ({ occurredAt }) => occurredAt,
};

/** The table of what each flag provider's changes say, counted over its samples and vectors. */
export async function emitChangeTable(providers: readonly WorkspacePackage[]): Promise<string> {
  const columns = await Promise.all(providers.filter(hasChanges).map(changesOf));
  const row = (name: string, cell: (changes: readonly FlagChange[]) => string): string =>
    `| ${name} | ${columns.map(({ changes }) => cell(changes)).join(" | ")} |`;
  return [
    `| | ${columns.map(({ id }) => `[\`${id}\`](../packages/${id})`).join(" | ")} |`,
    `|---|${columns.map(() => "---|").join("")}`,
    row("`grain`", (changes) =>
      [...new Set(changes.map(({ grain }) => `\`${grain}\``))].toSorted().join(", "),
    ),
    ...Object.entries(FIELDS).map(([name, read]) => row(name, (changes) => howOften(changes.map(read)))),
  ].join("\n");
}

function hasChanges({ folder }: WorkspacePackage): boolean {
  return existsSync(join(folder, "src/changes.ts"));
}

function howOften(values: readonly unknown[]): string {
  const there = values.filter((value) => value !== undefined).length;
  if (there === 0) return "";
  return there === values.length ? "always" : "partly";
}

/** Every change of a provider's samples and vectors. Needs no file that is generated. */
async function changesOf({ id, folder }: WorkspacePackage): Promise<{ id: string; changes: FlagChange[] }> {
  const { definition } = (await import(join(folder, "src/definition.ts"))) as {
    definition: ProviderDefinition;
  };
  const { flagChanges } = (await import(join(folder, "src/changes.ts"))) as {
    flagChanges: (event: WebhookEvent) => readonly FlagChange[];
  };
  const provider = defineProvider(definition);
  const changes = (await bodiesOf(folder)).flatMap((body) => {
    const headers = provider.sign(body, { secret: "secret", name: "event", id: "id" });
    const result = provider.safeVerify({ headers, body }, { secret: "secret" });
    return result.ok ? flagChanges(result.event) : [];
  });
  if (changes.length === 0) throw new Error(`${id}: no sample and no vector gives a FlagChange.`);
  return { id, changes };
}

async function bodiesOf(folder: string): Promise<readonly string[]> {
  const { vectors } = (await import(join(folder, "test/vectors.ts"))) as {
    vectors: { readonly genuine: readonly { readonly body: string }[] };
  };
  const samples = join(folder, "test/samples");
  const files = existsSync(samples) ? readdirSync(samples).toSorted() : [];
  const payloads = files.map((file) => {
    const { payload } = JSON.parse(readFileSync(join(samples, file), "utf8")) as { payload: unknown };
    return JSON.stringify(payload);
  });
  return [...vectors.genuine.map(({ body }) => body), ...payloads];
}
