import type { JSX } from "preact";
import type { Damage } from "../../../src/api/contract.ts";

/** Unchanged text is cut short between two marks. */
const CONTEXT = 160;

/** The body with its damage marked: struck out is what was signed and is gone, underlined what came instead. */
export function DamageView({
  text,
  damage,
}: {
  readonly text: string;
  readonly damage: Damage | null;
}): JSX.Element {
  const pieces = damage?.pieces ?? [{ text, is: "same" as const }];
  const isMarked = pieces.some(({ is }) => is !== "same");
  return (
    <pre class="damage" tabIndex={0} aria-label="Body">
      {pieces.map((piece, index) => {
        if (piece.is === "missing") return <del key={index}>{visible(piece.text)}</del>;
        if (piece.is === "extra") return <ins key={index}>{visible(piece.text)}</ins>;
        return <span key={index}>{isMarked ? shortened(piece.text, index, pieces.length) : piece.text}</span>;
      })}
    </pre>
  );
}

function shortened(text: string, index: number, count: number): string {
  if (text.length <= CONTEXT * 2) return text;
  const head = index === 0 ? "" : text.slice(0, CONTEXT);
  const tail = index === count - 1 ? "" : text.slice(-CONTEXT);
  return `${head} … ${tail}`;
}

/** Space that came or went is a damage, too. */
function visible(text: string): string {
  return text.replaceAll(" ", "␣").replaceAll("\r", "␍").replaceAll("\n", "␊\n").replaceAll("\t", "␉");
}
