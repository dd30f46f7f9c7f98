import type { JSX } from "preact";
import { useState } from "preact/hooks";

/** A button that copies a text, and says so. */
export function CopyButton({
  label,
  text,
}: {
  readonly label: string;
  readonly text: () => string;
}): JSX.Element {
  const [state, setState] = useState<"" | "Copied" | "Not copied">("");
  const copy = (): void => {
    navigator.clipboard.writeText(text()).then(
      () => setState("Copied"),
      () => setState("Not copied"),
    );
    setTimeout(() => setState(""), 1600);
  };
  return (
    <button type="button" class="quiet" onClick={copy}>
      {label}
      <span class="copied" role="status">
        {state}
      </span>
    </button>
  );
}
