import type { ProviderObject } from "./provider-object.ts";
import type { ProviderFacts } from "./read-provider.ts";
import type { TypeFacts } from "./read-types.ts";

/**
 * The interface of an event by its name, or the union of all where types.ts does not spell it out:
 * `FlagEntryEvent`.
 */
export function eventTypeOf(
  { main, others, types }: ProviderFacts,
  object: ProviderObject,
  name: string,
): string {
  const bases = others.map(({ Event }) => `${Event}Base`);
  const isOwn = (one: TypeFacts): boolean =>
    object === main ? !bases.includes(one.extends ?? "") : one.extends === `${object.Event}Base`;
  const events = types.filter((one) => one.eventType !== undefined && isOwn(one));
  const found = events.find(({ eventType }) => patternOf(eventType!, types).test(name));
  return found?.name ?? object.Event;
}

/** Matches the names that a type holds: texts, templates, and names of such types. */
function patternOf(type: string, types: readonly TypeFacts[]): RegExp {
  return new RegExp(`^(?:${alternativesOf(type, types)})$`);
}

function alternativesOf(type: string, types: readonly TypeFacts[]): string {
  const parts = Array.from(type.matchAll(/"([^"]*)"|`((?:[^`$]|\$\{[^}]*\})*)`|([A-Z]\w+)/g), (match) => {
    const [, text, template, alias] = match;
    if (text !== undefined) return escape(text);
    if (template !== undefined) return templatePattern(template, types);
    const { alias: aliased } = types.find((one) => one.name === alias) ?? {};
    return aliased === undefined ? "(?!)" : alternativesOf(aliased, types);
  });
  return parts.length === 0 ? "(?!)" : parts.join("|");
}

function templatePattern(template: string, types: readonly TypeFacts[]): string {
  const pieces = template.split(/\$\{([^}]*)\}/);
  return pieces
    .map((piece, index) => (index % 2 === 0 ? escape(piece) : `(?:${alternativesOf(piece, types)})`))
    .join("");
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
