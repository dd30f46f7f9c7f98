// Changes as the event with which an OpenFeature provider tells its clients that flags have changed.
import type { FlagChange } from "@flaghook/core";

// No interface: OpenFeature takes objects of which all properties are known.
/** The details of OpenFeature's `PROVIDER_CONFIGURATION_CHANGED`, as a provider emits them. */
export type ConfigurationChanged = {
  /**
   * The keys of the flags that changed, each once. Absent when a change may be of any flag: clients
   * then look at all of theirs.
   */
  flagsChanged?: string[];
};

/**
 * Says to an OpenFeature provider what it has to tell its clients; `undefined` when nothing that
 * they evaluate has changed.
 *
 * Names flags only when all changes are of flags with a key. A new datafile, a segment, or a flag
 * whose provider sends no key may touch any flag. An approval asks for a change or decides on one,
 * and changes nothing. Does not say in which environment: compare `change.environment` with yours
 * first, where the provider sends one.
 *
 * Source of the format: OpenFeature's specification 0.8, section 5.2, and `@openfeature/server-sdk`
 * 1.23.0, checked 2026-11-29.
 *
 * @example
 * ```ts
 * import { flagChanges, type GoffEvent } from "@flaghook/goff";
 * import { toConfigurationChanged } from "@flaghook/outlets/openfeature";
 * import { ProviderEvents, type OpenFeatureEventEmitter } from "@openfeature/server-sdk";
 *
 * export function announce(event: GoffEvent, emitter: OpenFeatureEventEmitter): void {
 *   const changed = toConfigurationChanged(flagChanges(event));
 *   if (changed) emitter.emit(ProviderEvents.ConfigurationChanged, changed);
 * }
 * ```
 */
export function toConfigurationChanged(changes: readonly FlagChange[]): ConfigurationChanged | undefined {
  const applied = changes.filter(({ action }) => action !== "approval");
  if (applied.length === 0) return undefined;
  const flags = new Set<string>();
  for (const { resource, subject } of applied) {
    if (resource !== "flag" || !subject?.key) return {};
    flags.add(subject.key);
  }
  return { flagsChanged: [...flags] };
}
