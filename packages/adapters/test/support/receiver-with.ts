import { createReceiver, type ErrorContext, type Receiver, type WebhookOptions } from "../../src/index.ts";
import { acme, SECRET, type AcmeEvent } from "./acme.ts";

/** A receiver of acme's deliveries whose reports are kept instead of printed. */
export function receiverWith(options: Partial<WebhookOptions<AcmeEvent>>): {
  receive: Receiver;
  errors: unknown[];
  contexts: ErrorContext<AcmeEvent>[];
} {
  const errors: unknown[] = [];
  const contexts: ErrorContext<AcmeEvent>[] = [];
  const receive = createReceiver<AcmeEvent>({
    provider: acme,
    secret: SECRET,
    onError(error, context) {
      errors.push(error);
      contexts.push(context);
    },
    ...options,
  });
  return { receive, errors, contexts };
}
