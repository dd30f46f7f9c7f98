import type { Provider } from "@flaghook/core";
import type { ProviderVectors } from "../vectors.ts";
import type { ContractCase } from "./contract-case.ts";
import { appended, lowerCased } from "./header-forms.ts";

/**
 * Headers with the event's name or id that came twice. They count as absent, in whatever form a
 * server hands them over: some join a header's lines by ", ", others make a list of them.
 */
export function repeatedHeaders(provider: Provider, vectors: ProviderVectors): readonly ContractCase[] {
  const base = vectors.genuine[0]!;
  const headers = lowerCased(base.headers);
  const repeated = (
    source: Provider["eventName"] | Provider["eventId"],
    what: string,
    expected: ContractCase["expected"],
  ): readonly ContractCase[] => {
    if (typeof source !== "object" || !("header" in source) || source.isList === true) return [];
    const { [source.header]: value, ...others } = headers;
    if (value === undefined) return [];
    return forms(others, source.header, value).map(([form, given]) => ({
      name: `takes ${what} that came twice for none: ${form}`,
      delivery: { headers: given, body: base.body } as ContractCase["delivery"],
      options: { secret: base.secret },
      expected,
    }));
  };
  return [
    ...repeated(provider.eventName, "a name", { error: "schema-mismatch" }),
    // An id that the signature covers is part of it: the contract's schemes sign the body alone.
    ...repeated(provider.eventId, "an id", { id: undefined }),
  ];
}

function forms(others: Record<string, string>, name: string, value: string): readonly [string, unknown][] {
  return [
    ["in Headers", appended({ ...others, [name]: value }, name, value)],
    ["in an array", { ...others, [name]: [value, value] }],
    ["joined by a comma", { ...others, [name]: `${value}, ${value}` }],
    ["in two spellings", { ...others, [name]: value, [name.toUpperCase()]: value }],
    ["as pairs", [...Object.entries(others), [name, value], [name, value]]],
  ];
}
