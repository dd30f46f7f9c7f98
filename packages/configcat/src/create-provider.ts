import {
  base64,
  createSignatureProvider,
  signatureList,
  signedId,
  timeInHeader,
  validate,
  type EventOf,
  type Provider,
  type Validator,
} from "@flaghook/core";
import { common } from "./definition.ts";

/** What {@link createProvider} needs. */
export interface CreateProviderOptions<Given extends Validator> {
  /**
   * Validates the body in your template: any Standard Schema or a check. Gets `undefined` for a
   * delivery without a body.
   */
  readonly validator: Given;
}

/**
 * A provider for a request body of your own. It verifies exactly as `configcat` does, and every
 * delivery is an event of the type `changed`.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { createProvider } from "@flaghook/configcat";
 * import * as z from "zod/mini";
 *
 * const configcat = createProvider({ validator: z.looseObject({ text: z.string() }) });
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.CONFIGCAT_WEBHOOK_SECRET!;
 *   const event = configcat.verify({ headers: request.headers, body }, { secret });
 *   if (event.type === "changed") console.log(event.payload.text);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function createProvider<const Given extends Validator>(
  options: CreateProviderOptions<Given>,
): Provider<CustomEvent<Given>> {
  const { validator, ...others } = options;
  for (const name of Object.keys(others)) {
    throw new TypeError(`configcat: there is no option ${JSON.stringify(name)}.`);
  }
  if (typeof validator !== "function" && !isSchema(validator)) {
    throw new TypeError("configcat: validator must be a Standard Schema or a check.");
  }
  const definition = { ...common, eventName: () => "changed", events: { changed: validator } };
  return createSignatureProvider<CustomEvent<Given>>(definition, {
    base64,
    signatures: signatureList,
    id: signedId,
    timestamp: timeInHeader,
    validate,
  });
}

/** The one event of such a provider, with what its validator gives. */
type CustomEvent<Given extends Validator> = EventOf<"configcat", { readonly changed: Given }>;

function isSchema(value: unknown): boolean {
  return typeof value === "object" && value !== null && "~standard" in value;
}
