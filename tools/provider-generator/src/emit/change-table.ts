import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineProvider, type FlagChange, type ProviderDefinition, type WebhookEvent } from "@flaghook/core";
import { secretOf } from "../../../test-support/secret-of.ts";
import type { WorkspacePackage } from "../../../workspace/workspace.ts";
import { readDefinitions } from "../read-provider.ts";
import { samplesIn } from "../read-samples.ts";

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
  const columns = (await Promise.all(providers.filter(hasChanges).map(columnsOf))).flat();
  const row = (name: string, cell: (changes: readonly FlagChange[]) => string): string =>
    `| ${name} | ${columns.map(({ changes }) => cell(changes)).join(" | ")} |`;
  return [
    `| | ${columns.map(({ id, folder }) => `[\`${id}\`](../packages/${folder})`).join(" | ")} |`,
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

/** What a provider's changes say. */
interface Column {
  readonly id: string;
  /** The package's. */
  readonly folder: string;
  readonly changes: readonly FlagChange[];
}

/** A column for each provider of a package. Needs no file that is generated. */
async function columnsOf({ id, folder }: WorkspacePackage): Promise<readonly Column[]> {
  const { flagChanges } = (await import(join(folder, "src/changes.ts"))) as {
    flagChanges: (event: WebhookEvent) => readonly FlagChange[];
  };
  const vectors = (await import(join(folder, "test/vectors.ts"))) as Vectors;
  const samples = samplesIn(join(folder, "test/samples"));
  const definitions = await readDefinitions(folder);
  return definitions.map(({ name, definition }) => {
    const { genuine } = vectors[name === "definition" ? "vectors" : name.replace("Definition", "Vectors")]!;
    const own = samples.filter(({ provider = id }) => provider === definition.id);
    const bodies = [...genuine.map(({ body }) => body), ...own.map(({ payload }) => JSON.stringify(payload))];
    const changes = eventsOf(definition, bodies).flatMap(flagChanges);
    if (changes.length === 0)
      throw new Error(`${definition.id}: no sample and no vector gives a FlagChange.`);
    return { id: definition.id, folder: id, changes };
  });
}

type Vectors = Readonly<Record<string, { readonly genuine: readonly { readonly body: string }[] }>>;

function eventsOf(definition: ProviderDefinition, bodies: readonly string[]): readonly WebhookEvent[] {
  const provider = defineProvider<WebhookEvent>(definition);
  const secret = secretOf(provider);
  return bodies.flatMap((body) => {
    const headers = provider.sign(body, { secret, name: "event", id: "id" });
    const result = provider.safeVerify({ headers, body }, { secret });
    return result.ok ? [result.event] : [];
  });
}
