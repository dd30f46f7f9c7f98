import type { ComponentChildren, JSX } from "preact";
import { formatAddress, NOTHING, type Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";

/** A link to a place of the page: the browser's own ways of opening it elsewhere go on working. */
export function PlaceLink({
  to,
  navigate,
  class: name,
  isCurrent = false,
  children,
}: {
  /** Everything that is not in it is absent there. */
  readonly to: Partial<Address>;
  readonly navigate: Navigate;
  readonly class?: string;
  readonly isCurrent?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const address = { ...NOTHING, ...to };
  return (
    <a
      href={formatAddress(address)}
      {...(name !== undefined && { class: name })}
      aria-current={isCurrent ? "page" : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        navigate(address);
      }}
    >
      {children}
    </a>
  );
}
