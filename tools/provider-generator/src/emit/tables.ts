import type { ProviderObject } from "../provider-object.ts";
import type { ProviderFacts } from "../read-provider.ts";
import type { TypeFacts } from "../read-types.ts";
import { dedupeOf, invalidJsonOf, malformedOf, mismatchOf, missingOf, noEventOf, staleOf } from "../words.ts";

/** The README's table of events, with what types.ts says of each. */
export function emitEventTable({ main, others, types }: ProviderFacts): string {
  const rows = [main, ...others].flatMap((object) => {
    const base = `${object.Event}Base`;
    const of = object === main ? "" : ` of \`${object.constant}\``;
    const own = types.filter(
      (one) =>
        one.eventType !== undefined &&
        (one.extends === base ||
          (object === main && !others.some((other) => one.extends === `${other.Event}Base`))),
    );
    return own.map((one) => eventRow(object, one, own, of));
  });
  return ["| `event.type` | what it is | `dedupeKey` |", "|---|---|---|", ...rows].join("\n");
}

function eventRow(
  object: ProviderObject,
  { eventType = "", says }: TypeFacts,
  all: readonly TypeFacts[],
  of: string,
): string {
  const literals = [...eventType.matchAll(/"([^"]+)"/g)].map(([, literal]) => literal!);
  const isUnknown = literals[0] === "unknown";
  const shown =
    literals.length > 0 ? literals.map((one) => `\`${one}\``).join(", ") : `any of \`${eventType}\``;
  const name = isUnknown ? undefined : (literals[0] ?? someOf(object, all, eventType));
  const what = says.replace(/\{@link (\w+)\}/g, "`$1`");
  return `| ${shown}${of} | ${what} | ${dedupeOf(object, name)} |`;
}

/**
 * An event that no interface names alone: those share one interface, and what their key is worth.
 */
function someOf({ provider }: ProviderObject, types: readonly TypeFacts[], eventType: string): string {
  const alone = new Set(
    types.flatMap((one) => (one.eventType?.match(/"([^"]+)"/g) ?? []).map((text) => text.slice(1, -1))),
  );
  const found = Object.keys(provider.events).find((name) => !alone.has(name));
  if (found === undefined) throw new Error(`the definition has no event for ${eventType}.`);
  return found;
}

/** The README's table of errors, and how those of further providers differ. */
export function emitErrorTable({ main, others }: ProviderFacts): string {
  const rows = errorRows(main);
  const tables = others.map((other) => {
    const own = errorRows(other).filter((row) => !rows.includes(row));
    const never = staleOf(main) !== undefined && staleOf(other) === undefined;
    return [
      `\`${other.constant}\` differs in these${never ? ", and knows no time" : ""}:`,
      "",
      ...ERRORS_HEAD,
      ...own,
    ].join("\n");
  });
  return [[...ERRORS_HEAD, ...rows].join("\n"), ...tables].join("\n\n");
}

const ERRORS_HEAD = ["| `code` | when | `status` |", "|---|---|---|"];

function errorRows(object: ProviderObject): readonly string[] {
  const [stale, noEvent] = [staleOf(object), noEventOf(object)];
  const signed = object.isToken ? "" : "signed, but ";
  return [
    `| \`missing-signature\` | ${missingOf(object)} | 401 |`,
    `| \`malformed-signature\` | ${malformedOf(object, "more than once")} | 401 |`,
    `| \`signature-mismatch\` | ${mismatchOf(object)} | 403 |`,
    ...(stale === undefined ? [] : [`| \`stale-timestamp\` | ${stale} | 403 |`]),
    "| `body-not-raw` | the body was parsed or consumed before | 500 |",
    "| `body-too-large` | over `maxBodyBytes`, by default 25 MiB | 413 |",
    `| \`invalid-json\` | ${signed}${invalidJsonOf(object)} | 400 |`,
    `| \`schema-mismatch\` | ${signed}${noEvent ?? "it breaks the schema of an event of yours"}; \`error.issues\` says where | 422 |`,
  ];
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
