import { isValidator } from "./check-definition.ts";
import type { EventDefinition, Validator } from "./definition.ts";
import type { Dedupe } from "./event.ts";
import { linkOrigin, type Origin } from "./origin.ts";
import type { EventInfo } from "./provider.ts";

/** An event's definition made ready: lookups prepared, and the dedupe objects that all its deliveries share. */
export interface KnownEvent {
  readonly validator: Validator;
  readonly actions: ReadonlySet<string> | undefined;
  readonly identity: ((payload: never) => string) | undefined;
  /** What the digest of a delivery with this action is worth. */
  digestFor(action: unknown): Dedupe;
  readonly info: EventInfo;
}

/** What the keys of a provider's events are worth, other than of repeatable ones. */
export interface SharedDedupe {
  readonly digest: Dedupe;
  readonly identity: Dedupe;
}

/** The two that most events share. Frozen: they stand in every event. */
export function sharedDedupe(origin: Origin): SharedDedupe {
  return {
    digest: frozen({ kind: "digest", repeatable: false }, origin),
    identity: frozen({ kind: "identity", repeatable: false }, origin),
  };
}

/** Prepares one event of a definition that was checked. */
export function compileEvent(
  given: EventDefinition | Validator,
  hasIdentity: boolean,
  shared: SharedDedupe,
  origin: Origin,
): KnownEvent {
  const event: EventDefinition = isValidator(given) ? { validator: given } : given;
  const { validator, actions, identity, repeatable = false, repeatWindowSeconds: windowSeconds } = event;
  const repeats = frozen(
    { kind: "digest", repeatable: true, ...(windowSeconds !== undefined && { windowSeconds }) },
    origin,
  );
  const repeatableActions = new Set<unknown>(typeof repeatable === "boolean" ? [] : repeatable);

  function digestFor(action: unknown): Dedupe {
    return repeatable === true || repeatableActions.has(action) ? repeats : shared.digest;
  }

  return {
    validator,
    actions: actions && new Set(actions),
    identity,
    digestFor,
    info: {
      ...(actions !== undefined && actions.length > 0 && { actions: [...actions] }),
      dedupe: hasIdentity || identity !== undefined ? shared.identity : digestFor(undefined),
      ...(typeof repeatable !== "boolean" && { repeatableActions: [...repeatable] }),
    },
  };
}

function frozen(dedupe: Dedupe, origin: Origin): Dedupe {
  return Object.freeze(linkOrigin(dedupe, origin));
}
