import type { ProviderFacts } from "../read-provider.ts";
import { dedupeOf, formOf, invalidJsonOf, mismatchOf } from "../words.ts";

/** The README's table of events, with what types.ts says of each. */
export function emitEventTable(facts: ProviderFacts): string {
  const rows = facts.types
    .filter(({ eventType }) => eventType !== undefined)
    .map(({ eventType, says }) => {
      const literals = [...eventType!.matchAll(/"([^"]+)"/g)].map(([, literal]) => literal!);
      const isUnknown = literals[0] === "unknown";
      const shown =
        literals.length > 0 ? literals.map((one) => `\`${one}\``).join(", ") : `any of \`${eventType}\``;
      return `| ${shown} | ${says} | ${dedupeOf(facts, isUnknown ? undefined : (literals[0] ?? someOf(facts, eventType!)))} |`;
    });
  return ["| `event.type` | what it is | `dedupeKey` |", "|---|---|---|", ...rows].join("\n");
}

/**
 * An event that no interface names alone: those share one interface, and what their key is worth.
 */
function someOf({ types, provider }: ProviderFacts, eventType: string): string {
  const alone = new Set(
    types.flatMap((one) => (one.eventType?.match(/"([^"]+)"/g) ?? []).map((text) => text.slice(1, -1))),
  );
  const found = Object.keys(provider.events).find((name) => !alone.has(name));
  if (found === undefined) throw new Error(`the definition has no event for ${eventType}.`);
  return found;
}

/** The README's table of errors. */
export function emitErrorTable(facts: ProviderFacts): string {
  return [
    "| `code` | when | `status` |",
    "|---|---|---|",
    `| \`missing-signature\` | there is no \`${facts.scheme.header}\` header | 401 |`,
    `| \`malformed-signature\` | it is not ${formOf(facts)}, or came more than once | 401 |`,
    "| `signature-mismatch` | no secret made it from this body | 403 |",
    ...(facts.scheme.timestamp === undefined
      ? []
      : ["| `stale-timestamp` | the signed time is too far from now, either way | 403 |"]),
    "| `body-not-raw` | the body was parsed or consumed before | 500 |",
    "| `body-too-large` | over `maxBodyBytes`, by default 25 MiB | 413 |",
    `| \`invalid-json\` | signed, but ${invalidJsonOf(facts)} | 400 |`,
    `| \`schema-mismatch\` | signed, but ${mismatchOf(facts)}; \`error.issues\` says where | 422 |`,
  ].join("\n");
}

/** The README's table of entry points. */
export function emitEntryTable({ id, shapes }: ProviderFacts): string {
  const schemas = shapes.map(({ name }) => `\`${name}Schema\``).join(", ");
  return [
    "| import | what it has | loads zod |",
    "|---|---|---|",
    `| \`@flaghook/${id}\` | everything but the schemas | no |`,
    `| \`@flaghook/${id}/signature\` | \`verifySignature\` alone, for cold starts | no |`,
    `| \`@flaghook/${id}/schemas\` | ${schemas} (zod/mini) | yes: zod >= 4.4 |`,
    `| \`@flaghook/${id}/types\` | types alone | no |`,
  ].join("\n");
}

/** A text with what is between the markers of this name replaced. */
export function fill(text: string, marker: string, content: string): string {
  const start = `<!-- generated: ${marker} -->`;
  const end = `<!-- end: ${marker} -->`;
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`there are no markers for ${marker}: ${start} and ${end}.`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
