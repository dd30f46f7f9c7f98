import type { Validator } from "../validation/validator.ts";
import {
  isIdIdentity,
  isValidator,
  type EventDefinition,
  type EventLookup,
  type ProviderDefinition,
} from "./definition.ts";
import type { EventParts } from "./event-parts.ts";
import type { Dedupe } from "./event.ts";
import type { KnownEvent, KnownEvents } from "./known-event.ts";
import { linkOrigin, type Origin } from "./provenance.ts";
import type { EventInfo } from "./provider.ts";
import { shallowSnapshot } from "./snapshot.ts";

/** Compiles the events of a definition that `assertDefinition` let through. */
export function compileEvents(
  definition: ProviderDefinition,
  origin: Origin,
  parts: EventParts,
): KnownEvents {
  const lookup = lookupOf(definition.events);
  const isIdentifiedById = isIdIdentity(definition);
  const found = new Map<string, KnownEvent>();
  const frozen = (dedupe: Dedupe): Dedupe => Object.freeze(linkOrigin(dedupe, origin));
  const digest = frozen({ kind: "digest", repeatable: false });
  const repeated = frozen({ kind: "digest", repeatable: true });
  const identity = frozen({ kind: "identity", repeatable: false });

  function find(name: string): KnownEvent | undefined {
    const one = found.has(name) ? undefined : lookup(name);
    if (one !== undefined) found.set(name, compileEvent(one));
    return found.get(name);
  }

  function compileEvent(one: EventDefinition | Validator): KnownEvent {
    const event = shallowSnapshot(isValidator(one) ? { validator: one } : one);
    const { repeatWindowSeconds: windowSeconds } = event;
    if (windowSeconds === undefined) return event;
    return Object.assign(event, { repeated: frozen({ ...repeated, windowSeconds }) });
  }

  function digestFor(name: string, event: KnownEvent | undefined, action: unknown): Dedupe {
    const text = typeof action === "string" ? action : undefined;
    const repeatable = event?.repeatable ?? definition.isRepeatable?.(name, text);
    const isRepeated = Array.isArray(repeatable) ? repeatable.includes(text) : repeatable;
    return isRepeated ? (event?.repeated ?? repeated) : digest;
  }

  function describe(): Record<string, EventInfo> {
    // Without a prototype: no name that every object inherits may look like an event.
    const infos = Object.create(null) as Record<string, EventInfo>;
    for (const name of lookup.names) infos[name] = describeOne(name, find(name)!);
    return infos;
  }

  function describeOne(name: string, event: KnownEvent): EventInfo {
    const hasIdentity = isIdentifiedById || event.identity !== undefined;
    const dedupe = hasIdentity ? identity : digestFor(name, event, undefined);
    const isRepeatable = (action: string): boolean =>
      dedupe === digest && digestFor(name, event, action) !== digest;
    return { ...(event.actions && parts.actions!.describe(event.actions, isRepeatable)), dedupe };
  }

  return { identity, find, digestFor, describe };
}

function lookupOf(events: ProviderDefinition["events"]): EventLookup {
  if (typeof events === "function") return events;
  // Own names only: they come from the network.
  const find = (name: string): EventDefinition | Validator | undefined =>
    Object.hasOwn(events, name) ? events[name] : undefined;
  return Object.assign(find, { names: Object.keys(events) });
}
