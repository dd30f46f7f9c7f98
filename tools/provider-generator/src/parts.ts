import type { Provider, ProviderDefinition } from "@flaghook/core";
import { schemePartsOf, type Part } from "./scheme-parts.ts";

/** The code of core that a provider needs, as the generated files pass it. */
export interface Parts {
  /** What they import for it. */
  readonly imports: readonly string[];
  /** The argument, with its comma; nothing when it would be empty. */
  readonly argument: string;
}

/** What provider.ts passes. `hasSchemeParts` says whether its function takes those of schemes. */
export function providerPartsOf(
  definition: ProviderDefinition,
  { schemes, events }: Provider,
  hasSchemeParts: boolean,
): Parts {
  const { eventName, eventId, extraHeaders = [], extraFields } = definition;
  const sources = [eventName, eventId, ...extraHeaders].filter((one) => typeof one === "object");
  return partsOf([
    ...(hasSchemeParts ? schemePartsOf(schemes) : []),
    ...(hasActions(definition, Object.keys(events)) ? [["actions", "listedActions"] as const] : []),
    ...(extraFields === undefined ? [] : [["extraFields", "readExtraFields"] as const]),
    ...(sources.some((one) => "isList" in one && one.isList) ? [["isList", "readList"] as const] : []),
  ]);
}

/** What signature.ts passes. */
export function signaturePartsOf({ schemes }: Provider, hasSchemeParts: boolean): Parts {
  return partsOf(hasSchemeParts ? schemePartsOf(schemes) : []);
}

/** An empty list counts, too: it says that there is no action. */
function hasActions({ events }: ProviderDefinition, names: readonly string[]): boolean {
  const find = typeof events === "function" ? events : (name: string) => events[name];
  return names.some((name) => {
    const event = find(name);
    return typeof event === "object" && "actions" in event;
  });
}

function partsOf(parts: readonly Part[]): Parts {
  const fields = parts.map(([field, part]) => {
    if (field === "...") return `...${part}`;
    return field === part ? part : `${field}: ${part}`;
  });
  return {
    imports: parts.map(([, part]) => part),
    argument: fields.length === 0 ? "" : `, { ${fields.join(", ")} }`,
  };
}
