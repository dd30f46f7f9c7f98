import type { ComponentChildren, JSX } from "preact";

/** Says why there is nothing to see, and what to do about it. */
export function Notice({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="notice">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
