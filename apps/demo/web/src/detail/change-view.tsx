import type { FlagChange } from "@flaghook/core";
import { diffLines } from "diff";
import type { JSX } from "preact";

/** A change as the provider told it: its diff, what was written about it, and both versions compared. */
export function ChangeView({ change }: { readonly change: FlagChange }): JSX.Element {
  const { before, after, changes, comment, summary, url } = change;
  return (
    <div class="change">
      {(comment ?? summary) !== undefined && <blockquote>{comment ?? summary}</blockquote>}
      {changes?.map(({ path, before: old, after: now }, index) => (
        <div key={index} class="path">
          <code>{path}</code>
          <Diff before={old} after={now} />
        </div>
      ))}
      {(before !== undefined || after !== undefined) && <Diff before={before} after={after} />}
      {url !== undefined && (
        <p class="address">
          <code>{url}</code>
        </p>
      )}
      {isSilent(change) && <p class="hint">The provider says no more than this.</p>}
    </div>
  );
}

function isSilent({ before, after, changes, comment, summary }: FlagChange): boolean {
  return [before, after, changes, comment, summary].every((part) => part === undefined);
}

/** Unchanged lines that are shown beside a change. */
const CONTEXT = 3;

interface DiffLine {
  readonly sign: "+" | "−" | " " | "…";
  readonly text: string;
}

const ELEMENTS = { "+": "ins", "−": "del", " ": "span", "…": "span" } as const;

/** Two versions of anything, line by line. Keys keep the provider's order. */
export function Diff({ before, after }: { readonly before: unknown; readonly after: unknown }): JSX.Element {
  return (
    <pre class="diff" tabIndex={0} aria-label="Before and after">
      {diffOf(before, after).map(({ sign, text }, index) => {
        const Element = ELEMENTS[sign];
        return (
          <Element key={index} class={sign === "…" ? "fold" : ""}>
            <i>{sign}</i>
            {text}
            {"\n"}
          </Element>
        );
      })}
    </pre>
  );
}

function diffOf(before: unknown, after: unknown): readonly DiffLine[] {
  const parts = diffLines(printed(before), printed(after));
  return parts.flatMap(({ value, added, removed }, index): DiffLine[] => {
    const texts = value.replace(/\n$/, "").split("\n");
    if (added) return texts.map((text) => ({ sign: "+", text }));
    if (removed) return texts.map((text) => ({ sign: "−", text }));
    return folded(texts, { isFirst: index === 0, isLast: index === parts.length - 1 });
  });
}

/** What is far from every change says only how long it is. */
function folded(
  texts: readonly string[],
  { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
): DiffLine[] {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  if (texts.length <= head + tail + 1 || (isFirst && isLast)) return texts.map(same);
  const left = texts.length - head - tail;
  return [
    ...texts.slice(0, head).map(same),
    { sign: "…", text: `${left} lines are the same` },
    ...(tail === 0 ? [] : texts.slice(-tail).map(same)),
  ];
}

function same(text: string): DiffLine {
  return { sign: " ", text };
}

/** Nothing is an empty text: what was added shows as added, whole. */
function printed(value: unknown): string {
  if (value === undefined || value === null) return "";
  return `${JSON.stringify(value, null, 2)}\n`;
}
