import type { ReceivedDelivery } from "../body/incoming.ts";
import { isThenable } from "../values/thenable.ts";
import type { Handler } from "./handlers.ts";

/**
 * Runs handlers one after the other, and says whether there were any. Gives a promise only if one
 * of them did. `wait` sees each promise before it is awaited.
 */
export function runHandlers<Event, Request>(
  handlers: readonly Handler<Event, Request>[],
  event: Event,
  delivery: ReceivedDelivery<Request>,
  wait: (running: PromiseLike<unknown>) => PromiseLike<unknown>,
): boolean | Promise<boolean> {
  for (let index = 0; index < handlers.length; index++) {
    const returned = handlers[index]!(event, delivery);
    if (isThenable(returned)) return finish(returned, handlers.slice(index + 1), event, delivery, wait);
  }
  return handlers.length > 0;
}

async function finish<Event, Request>(
  running: PromiseLike<unknown>,
  rest: readonly Handler<Event, Request>[],
  event: Event,
  delivery: ReceivedDelivery<Request>,
  wait: (running: PromiseLike<unknown>) => PromiseLike<unknown>,
): Promise<true> {
  await wait(running);
  for (const handler of rest) {
    const returned = handler(event, delivery);
    if (isThenable(returned)) await wait(returned);
  }
  return true;
}
