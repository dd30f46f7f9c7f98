import { isValidator } from "./check-definition.ts";
import type { EventDefinition, ProviderDefinition } from "./definition.ts";
import type { Dedupe } from "./event.ts";
import { linkOrigin, type Origin } from "./origin.ts";
import type { EventInfo } from "./provider.ts";

/** The events of a definition, each made ready when its first delivery comes: a provider may have a hundred. */
export interface KnownEvents {
  /** What the key of an event with an identity is worth. One object, like all the others: it stands in every event. */
  readonly identity: Dedupe;
  find(name: string): KnownEvent | undefined;
  /** What the digest of a delivery is worth, of an unknown event too. */
  digestFor(name: string, event: KnownEvent | undefined, action: unknown): Dedupe;
  describe(): Readonly<Record<string, EventInfo>>;
}

export interface KnownEvent extends EventDefinition {
  /** What its digest is worth where it repeats, if it has a window of its own. */
  readonly repeated?: Dedupe;
}

/** Takes the events of a definition that was checked. */
export function knownEvents(definition: ProviderDefinition, origin: Origin): KnownEvents {
  const given = { ...definition.events };
  const found = new Map<string, KnownEvent>();
  const frozen = (dedupe: Dedupe): Dedupe => Object.freeze(linkOrigin(dedupe, origin));
  const digest = frozen({ kind: "digest", repeatable: false });
  const repeated = frozen({ kind: "digest", repeatable: true });
  const identity = frozen({ kind: "identity", repeatable: false });

  // Own names only: they come from the network.
  function find(name: string): KnownEvent | undefined {
    if (!found.has(name) && Object.hasOwn(given, name)) found.set(name, prepare(given[name]!));
    return found.get(name);
  }

  function prepare(one: ProviderDefinition["events"][string]): KnownEvent {
    if (isValidator(one)) return { validator: one };
    const { repeatWindowSeconds: windowSeconds } = one;
    return windowSeconds === undefined ? one : { ...one, repeated: frozen({ ...repeated, windowSeconds }) };
  }

  function digestFor(name: string, event: KnownEvent | undefined, action: unknown): Dedupe {
    const text = typeof action === "string" ? action : undefined;
    const repeatable = event?.repeatable ?? definition.repeats?.(name, text);
    const isRepeated = Array.isArray(repeatable) ? repeatable.includes(text) : repeatable;
    return isRepeated ? (event?.repeated ?? repeated) : digest;
  }

  function describe(): Record<string, EventInfo> {
    // Without a prototype: no name that every object inherits may look like an event.
    const infos = Object.create(null) as Record<string, EventInfo>;
    for (const name of Object.keys(given)) infos[name] = describeOne(name, find(name)!);
    return infos;
  }

  function describeOne(name: string, event: KnownEvent): EventInfo {
    const hasIdentity = definition.identity !== undefined || event.identity !== undefined;
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
