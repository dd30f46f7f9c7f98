import type { Validator } from "../validation/validator.ts";
import { assertEvent, isIdIdentity, isValidator } from "./assert-definition.ts";
import type { EventDefinition, EventLookup, ProviderDefinition } from "./definition.ts";
import type { Dedupe } from "./event.ts";
import { linkOrigin, type Origin } from "./provenance.ts";
import type { EventInfo } from "./provider.ts";
import { snapshot } from "./snapshot.ts";

/**
 * The events of a definition, each compiled when its first delivery comes: there may be hundreds.
 */
export interface KnownEvents {
  /** The worth of an identity. One object, like all the others: it is in every event. */
  readonly identity: Dedupe;
  find(name: string): KnownEvent | undefined;
  /** The worth of a delivery's digest, for an unknown event too. */
  digestFor(name: string, event: KnownEvent | undefined, action: unknown): Dedupe;
  describe(): Readonly<Record<string, EventInfo>>;
}

/** An event of a definition, read once. */
export interface KnownEvent extends EventDefinition {
  /** The worth of its digest where it repeats, if it has a window of its own. */
  readonly repeated?: Dedupe;
}

/** Compiles the events of a definition that `assertDefinition` let through. */
export function compileEvents(definition: ProviderDefinition, origin: Origin): KnownEvents {
  const lookup = lookupOf(definition.events);
  const isIdentifiedById = isIdIdentity(definition);
  const found = new Map<string, KnownEvent>();
  const frozen = (dedupe: Dedupe): Dedupe => Object.freeze(linkOrigin(dedupe, origin));
  const digest = frozen({ kind: "digest", repeatable: false });
  const repeated = frozen({ kind: "digest", repeatable: true });
  const identity = frozen({ kind: "identity", repeatable: false });

  function find(name: string): KnownEvent | undefined {
    const one = found.has(name) ? undefined : lookup(name);
    if (one !== undefined) found.set(name, compileEvent(name, one));
    return found.get(name);
  }

  function compileEvent(name: string, one: EventDefinition | Validator): KnownEvent {
    const event = copyEvent(isValidator(one) ? { validator: one } : one);
    assertEvent(name, event, isIdentifiedById); // a lookup gives what nobody has looked at
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
    const actions = [...(event.actions ?? [])];
    const repeatableActions = actions.filter((action) => digestFor(name, event, action) !== dedupe);
    return {
      ...(actions.length > 0 && { actions }),
      dedupe,
      ...(dedupe === digest && repeatableActions.length > 0 && { repeatableActions }),
    };
  }

  return { identity, find, digestFor, describe };
}

/** Never copies the validator: it may be of a class. */
function copyEvent(given: EventDefinition): EventDefinition {
  const event = snapshot(given, 1);
  if (event === undefined || event === null) return event;
  const { actions, repeatable } = event;
  return Object.assign(event, { actions: snapshot(actions, 1), repeatable: snapshot(repeatable, 1) });
}

function lookupOf(events: ProviderDefinition["events"]): EventLookup {
  if (typeof events === "function") return events;
  const given = { ...events };
  // Own names only: they come from the network.
  const find = (name: string): EventDefinition | Validator | undefined =>
    Object.hasOwn(given, name) ? given[name] : undefined;
  return Object.assign(find, { names: Object.keys(given) });
}
