import type { JSX } from "preact";
import { TRIALS, type Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import { Notice } from "../parts/notice.tsx";
import { DeliveryList } from "./delivery-list.tsx";
import type { InboxView } from "./use-inbox.ts";

/** The deliveries of the inbox. */
export function Inbox({
  inbox,
  address,
  navigate,
  onChoose,
}: {
  readonly inbox: InboxView;
  readonly address: Address;
  readonly navigate: Navigate;
  readonly onChoose: (id: string) => void;
}): JSX.Element {
  const { deliveries, next, error, loadMore } = inbox;
  const isNarrowed = address.state !== "" || address.reason !== "" || address.provider !== "";
  return (
    <section class="timeline inbox" aria-label="Inbox" aria-busy={deliveries === undefined && error === ""}>
      {deliveries === undefined && error !== "" && (
        <Notice title="The inbox could not be loaded">
          <p>{error} It is tried again every second.</p>
        </Notice>
      )}
      {deliveries?.length === 0 && (
        <Notice title={isNarrowed ? "No delivery is like that" : "Everything is handled"}>
          {isNarrowed ? (
            <button
              type="button"
              onClick={() => navigate({ state: "", reason: "", provider: "", delivery: "" })}
            >
              Clear filters
            </button>
          ) : (
            <>
              <p>
                Each verified delivery is stored here before the sender gets its 2xx, and stays until it is
                handled. Nothing waits just now.
              </p>
              <button type="button" onClick={() => navigate({ delivery: TRIALS })}>
                Try failure and recovery
              </button>
            </>
          )}
        </Notice>
      )}
      {deliveries !== undefined && deliveries.length > 0 && (
        <>
          <DeliveryList deliveries={deliveries} chosen={address.delivery} onChoose={onChoose} />
          {next !== null && (
            <button type="button" class="more" onClick={loadMore}>
              Show more
            </button>
          )}
        </>
      )}
    </section>
  );
}
