import { useEffect, useRef } from "preact/hooks";

/** What a key does. Some keys have a second name. */
export interface Key {
  readonly keys: readonly string[];
  readonly does: string;
  readonly run: () => void;
}

/** Runs keys anywhere on the page but where one types, and not beside a modifier. */
export function useKeys(keys: readonly Key[]): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null)
        return;
      const target = event.target as HTMLElement;
      // Nobody types into a choice, but arrows move between them.
      const isChoice = target.matches("input[type=radio]");
      if (isChoice && event.key.startsWith("Arrow")) return;
      const isTyping = target.matches("input, select, textarea") && !isChoice;
      if (isTyping) {
        if (event.key === "Escape") target.blur();
        return;
      }
      // A button does what it says; Enter is its own.
      if (event.key === "Enter" && target.matches("button, a")) return;
      const found = current.current.find((key) => key.keys.includes(event.key));
      if (found === undefined) return;
      event.preventDefault();
      found.run();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
