import { useCallback, useEffect, useState } from "preact/hooks";
import { formatAddress, parseAddress, type Address } from "./address.ts";

/** Changes the address. `replace` leaves no step in the history, for what changes with each key. */
export type Navigate = (change: Partial<Address>, options?: { readonly replace?: boolean }) => void;

/** The page's address, and how to change it. */
export function useAddress(): readonly [Address, Navigate] {
  const [address, setAddress] = useState(() => parseAddress(new URL(location.href)));

  useEffect(() => {
    const read = (): void => setAddress(parseAddress(new URL(location.href)));
    addEventListener("popstate", read);
    return () => removeEventListener("popstate", read);
  }, []);

  const navigate = useCallback<Navigate>((change, { replace = false } = {}) => {
    const next = { ...parseAddress(new URL(location.href)), ...change };
    history[replace ? "replaceState" : "pushState"](null, "", formatAddress(next));
    setAddress(next);
  }, []);

  return [address, navigate];
}
