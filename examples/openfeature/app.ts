import { flagChanges, type Flag, type GoffEvent } from "@flaghook/goff";
import { toConfigurationChanged } from "@flaghook/outlets/openfeature";
import {
  ErrorCode,
  OpenFeatureEventEmitter,
  ProviderEvents,
  StandardResolutionReasons,
  type JsonValue,
  type Provider,
  type ResolutionDetails,
} from "@openfeature/server-sdk";

/** Serves the flags that came by webhook, and tells its clients when they change. Polls nothing. */
export class WebhookProvider implements Provider {
  readonly metadata = { name: "webhooks" };
  readonly runsOn = "server";
  readonly events = new OpenFeatureEventEmitter();
  readonly #flags = new Map<string, Flag>();

  /** Takes a verified event over. */
  receive(event: GoffEvent): void {
    const changes = flagChanges(event);
    for (const { action, subject, after } of changes) {
      if (action === "deleted") this.#flags.delete(subject!.key!);
      else this.#flags.set(subject!.key!, after as Flag);
    }
    const changed = toConfigurationChanged(changes);
    if (changed) this.events.emit(ProviderEvents.ConfigurationChanged, changed);
  }

  resolveBooleanEvaluation = this.#resolverOf<boolean>("boolean");
  resolveStringEvaluation = this.#resolverOf<string>("string");
  resolveNumberEvaluation = this.#resolverOf<number>("number");
  resolveObjectEvaluation = this.#resolverOf<JsonValue>("object") as Provider["resolveObjectEvaluation"];

  #resolverOf<Value>(type: string) {
    return async (key: string, fallback: Value): Promise<ResolutionDetails<Value>> => {
      const flag = this.#flags.get(key);
      if (flag === undefined) return { value: fallback, errorCode: ErrorCode.FLAG_NOT_FOUND };
      if (flag.disable) return { value: fallback, reason: StandardResolutionReasons.DISABLED };
      // Targeting rules are left out here: GO Feature Flag's own provider evaluates them.
      const variant = flag.defaultRule?.variation ?? "";
      const value = flag.variations?.[variant];
      if (typeof value !== type) return { value: fallback, errorCode: ErrorCode.TYPE_MISMATCH };
      return { value: value as Value, variant, reason: StandardResolutionReasons.STATIC };
    };
  }
}
