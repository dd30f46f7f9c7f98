import type { ExportPayload } from "@flaghook/goff";
import type { LineDraft } from "../model/line.ts";
import { countOf, tailOf } from "./tail.ts";
import { shareWords } from "./value-words.ts";

/** From this share of failed evaluations on, a batch is worth a second look. */
const MANY = 0.1;

/** The line of a batch of GO Feature Flag's exporter: how many evaluations, and what people got. */
export function exportLine({ meta, events }: ExportPayload): LineDraft {
  const evaluations = events.filter((event) => event.kind === "feature");
  const tracked = events.length - evaluations.length;
  const flags = new Set(evaluations.map(({ key }) => key));
  const failed = evaluations.filter((event) => event.default).length;
  const flag = flags.size === 1 ? [...flags][0] : undefined;
  const environment = meta["environment"];
  return {
    kind: "evaluation",
    tone: failed > 0 && failed >= evaluations.length * MANY ? "removed" : "plain",
    subject:
      (evaluations.length > 0 ? countOf(evaluations.length, "evaluation") : countOf(tracked, "event")) +
      (evaluations.length === 0 ? " tracked" : ` of ${flag ?? countOf(flags.size, "flag")}`) +
      (flag === undefined ? "" : `: ${shareWords(sharesOf(evaluations))}`),
    words: failed === 0 ? "" : `, ${failed.toLocaleString("en")} failed`,
    tail: tailOf(environment, undefined),
    flag,
    environment,
    project: meta["app"],
    actor: undefined,
  };
}

/** What the others got: those that failed are counted by themselves. */
function sharesOf(
  evaluations: readonly { readonly variation: string; readonly default: boolean }[],
): Record<string, number> {
  const served = evaluations.filter((one) => !one.default);
  const counts = new Map<string, number>();
  for (const { variation } of served) counts.set(variation, (counts.get(variation) ?? 0) + 1);
  const most = [...counts].toSorted(([, one], [, other]) => other - one).slice(0, 3);
  return Object.fromEntries(most.map(([name, count]) => [name, (count / served.length) * 100]));
}
