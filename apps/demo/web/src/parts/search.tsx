import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Keys that are typed within this time are one search. */
const TYPING_MS = 120;

/** A field that searches once typing pauses. */
export function Search({
  label,
  value,
  onSearch,
}: {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}): JSX.Element {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  const last = useRef(value);
  useEffect(() => {
    // Back and forward change what is searched for; what is being typed does not count.
    if (value !== last.current) setText(value);
    last.current = value;
  }, [value]);
  return (
    <input
      id="search"
      type="search"
      placeholder={label}
      aria-label={label}
      autocomplete="off"
      spellcheck={false}
      maxLength={200}
      value={text}
      onInput={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        clearTimeout(timer.current);
        timer.current = window.setTimeout(() => {
          last.current = typed.trim();
          onSearch(typed.trim());
        }, TYPING_MS);
      }}
    />
  );
}
