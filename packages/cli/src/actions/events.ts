import type { EventInfo, Provider } from "@flaghook/core";
import type { Io } from "../io/io.ts";
import { UsageError } from "../io/usage-error.ts";
import { styled, writeJson, writeLine } from "../output/style.ts";
import { widthOf, wrap } from "../output/wrap.ts";
import { findEvent, type FoundEvent } from "../providers/find-event.ts";
import { loadProvider, OWN_PROVIDERS, packageOf } from "../providers/load-provider.ts";
import { sampleOf } from "../samples/sample-of.ts";
import { typeNameOf } from "../samples/type-name.ts";

interface EventsOptions {
  readonly json?: true;
  readonly sample?: true;
}

/** `flaghook events`. */
export async function events(
  provider: string | undefined,
  event: string | undefined,
  options: EventsOptions,
  io: Io,
): Promise<void> {
  if (options.sample === true && event === undefined)
    throw new UsageError("--sample is of one event: name it");
  if (provider === undefined) return listProviders(options, io);
  const loaded = await loadProvider(provider);
  if (event === undefined) listEvents(loaded, options, io);
  else showEvent(loaded, findEvent(loaded, event), options, io);
}

async function listProviders({ json }: EventsOptions, { stdout }: Io): Promise<void> {
  const providers = await Promise.all(OWN_PROVIDERS.map(loadProvider));
  const longest = Math.max(...OWN_PROVIDERS.map((id) => id.length));
  for (const { id, events: all, scheme } of providers) {
    const count = Object.keys(all).length;
    if (json === true) writeJson(stdout, { provider: id, events: count, signatureHeader: scheme.header });
    else
      writeLine(
        stdout,
        `${id.padEnd(longest)}  ${count} event${count === 1 ? "" : "s"}, ${scheme.kind === "token" ? "with a token" : "signed"} in ${scheme.header}`,
      );
  }
}

function listEvents({ id, events: all }: Provider, { json }: EventsOptions, { stdout }: Io): void {
  for (const [name, info] of Object.entries(all)) {
    if (json === true) writeJson(stdout, factsOf(id, name, info));
    else {
      writeLine(stdout, name);
      if (info.actions?.length) writeLine(stdout, wrap(info.actions.join(" "), widthOf(stdout), "    "));
    }
  }
}

function showEvent(
  provider: Provider,
  { name, action, info }: FoundEvent,
  options: EventsOptions,
  { stdout }: Io,
): void {
  const { id } = provider;
  const sample = sampleOf(provider, name, action);
  if (options.json === true) return writeJson(stdout, { ...factsOf(id, name, info), sample });
  const printed = JSON.stringify(sample, null, 2) as string | undefined;
  if (options.sample === true) {
    if (printed === undefined) throw new UsageError(`there is no sample of ${id}'s ${name}`);
    return writeLine(stdout, printed);
  }
  const { type, actions, dedupe } = factsOf(id, name, info);
  writeLine(stdout, styled("bold", `${id} ${name}${action === undefined ? "" : `.${action}`}`, stdout));
  if (type !== undefined) writeLine(stdout, `type     ${type}`);
  if (actions.length > 0) writeLine(stdout, `actions  ${actions.join(" ")}`);
  writeLine(
    stdout,
    `dedupe   by ${dedupe.kind}${isRepeatable(info, action) ? "; equal bytes can be a new event" : ""}`,
  );
  writeLine(stdout, printed === undefined ? "There is no sample." : `\n${printed}`);
}

function factsOf(
  provider: string,
  name: string,
  { actions = [], dedupe }: EventInfo,
): {
  readonly provider: string;
  readonly name: string;
  /** Only for packages whose naming we know. */
  readonly type: string | undefined;
  readonly actions: readonly string[];
  readonly dedupe: EventInfo["dedupe"];
} {
  const from = packageOf(provider);
  const type = from === undefined ? undefined : `${typeNameOf(provider, name)} of ${from}`;
  return { provider, name, type, actions, dedupe };
}

function isRepeatable({ dedupe, repeatableActions = [] }: EventInfo, action: string | undefined): boolean {
  return dedupe.repeatable || (action !== undefined && repeatableActions.includes(action));
}
