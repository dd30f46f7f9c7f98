import { readFileSync } from "node:fs";
import { join } from "node:path";
import { secretOf } from "../../test-support/secret-of.ts";
import { providerPackages, root, type Manifest } from "../../workspace/workspace.ts";
import { HEADER } from "./emit/docblocks.ts";
import { fill } from "./emit/tables.ts";
import { eventTypeOf } from "./event-types.ts";
import type { ProviderObject } from "./provider-object.ts";
import { readDefinitions, type ProviderFacts } from "./read-provider.ts";
import { samplesIn, type Sample } from "./read-samples.ts";
import { code, listOf } from "./words.ts";

const FOLDER = "packages/cli";

/** A provider that comes with the command line, and its package. */
interface OwnProvider {
  readonly id: string;
  readonly from: string;
}

/**
 * Which providers the command line has, what it depends on for them and how it lists them, by the
 * path in the repository. Their samples are {@link emitCliSamples}.
 */
export async function emitCli(top: string = root): Promise<ReadonlyMap<string, string>> {
  const packages = providerPackages(top);
  const perPackage = await Promise.all(
    packages.map(async ({ id, folder, manifest }) => {
      const further = (await readDefinitions(folder)).map(({ definition }) => definition.id);
      return [...new Set([id, ...further])].map((one) => ({ id: one, from: manifest.name }));
    }),
  );
  const own = perPackage.flat();
  const readme = readFileSync(join(top, FOLDER, "README.md"), "utf8");
  const sentence = `The providers that come with it: ${listOf(
    own.map(({ id }) => code(id)),
    "and",
  )}.`;
  return new Map([
    [`${FOLDER}/src/generated/own-providers.ts`, emitOwnProviders(own)],
    [`${FOLDER}/README.md`, fill(readme, "providers", sentence)],
    [
      `${FOLDER}/package.json`,
      withDependencies(
        top,
        packages.map(({ manifest }) => manifest),
      ),
    ],
  ]);
}

function emitOwnProviders(own: readonly OwnProvider[]): string {
  const lines = own.map(
    ({ id, from }) =>
      `  ${JSON.stringify(id)}: { from: ${JSON.stringify(from)}, load: () => import(${JSON.stringify(from)}) },\n`,
  );
  return `${HEADER}
/** A provider that comes with the command line. */
export interface OwnProvider {
  /** Its package. */
  readonly from: string;
  readonly load: () => Promise<Readonly<Record<string, unknown>>>;
}

/** The providers that come with the command line, by id. Each is loaded when it is asked for. */
export const own: Readonly<Record<string, OwnProvider>> = {
${lines.join("")}};
`;
}

/** The manifest of the command line, with each provider's package among its dependencies. */
function withDependencies(top: string, providers: readonly Manifest[]): string {
  const manifest = JSON.parse(readFileSync(join(top, FOLDER, "package.json"), "utf8")) as Manifest;
  const needed = Object.fromEntries(providers.map(({ name }) => [name, "workspace:^"]));
  const entries = Object.entries({ ...manifest.dependencies, ...needed });
  const dependencies = Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
  return `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`;
}

/** What the command line sends and shows for a provider's events, by the path in the repository. */
export function emitCliSamples(facts: ProviderFacts): ReadonlyMap<string, string> {
  const samples = samplesIn(join(facts.folder, "test/samples"));
  return new Map(
    [facts.main, ...facts.others].map((object) => {
      const own = samples.filter(({ provider = facts.id }) => provider === object.id);
      const text = JSON.stringify(samplesFile(facts, object, own), null, 2);
      return [`${FOLDER}/samples/generated/${object.id}.json`, `${text}\n`];
    }),
  );
}

function samplesFile(facts: ProviderFacts, object: ProviderObject, samples: readonly Sample[]): object {
  const names = Object.keys(object.provider.events);
  const types = new Map(names.map((name) => [name, eventTypeOf(facts, object, name)]));
  const events = names.map((name) => {
    const type = types.get(name)!;
    const alike = samples.filter((one) => one.event === name || types.get(one.event) === type);
    const sorted = alike.toSorted(
      (left, right) => Number(right.event === name) - Number(left.event === name),
    );
    const sample = sorted.find((one) => isEvent(object, name, payloadFor(object, name, one)));
    return [name, { type, ...(sample && { sample: sample.name }) }] as const;
  });
  const used = new Set(events.flatMap(([, { sample }]) => sample ?? []));
  return {
    events: Object.fromEntries(events),
    samples: Object.fromEntries(
      samples.flatMap(({ name, payload }) => (used.has(name) ? [[name, payload] as const] : [])),
    ),
  };
}

/** A sample of an event's own, or of one like it under its name: as the command line does it. */
function payloadFor({ provider }: ProviderObject, name: string, { event, payload }: Sample): unknown {
  const { eventName } = provider;
  if (event === name || eventName === "payload" || !("field" in eventName)) return payload;
  return { ...(payload as object), [eventName.field]: name };
}

function isEvent({ provider }: ProviderObject, name: string, payload: unknown): boolean {
  const [secret, body] = [secretOf(provider), JSON.stringify(payload)];
  const result = provider.safeVerify({ headers: provider.sign(body, { secret, name }), body }, { secret });
  return result.ok && result.event.type === name;
}
