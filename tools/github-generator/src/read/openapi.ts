/** The part of an OpenAPI description that the generator reads. */
export interface OpenApi {
  readonly "x-webhooks"?: Readonly<Record<string, Operation>>;
  readonly webhooks?: Readonly<Record<string, Operation>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly post: {
    readonly operationId: string;
    readonly externalDocs?: { readonly url: string };
    readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
    readonly "x-github": { readonly subcategory: string };
  };
}

/** A JSON schema, in the mixture of OpenAPI 3.0 and 3.1 that GitHub writes. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** An event's operation, told apart from the names that descriptions use in passing. */
export interface EventOperation {
  readonly event: string;
  readonly anchor: string;
  readonly schema: Schema;
}

/** Every webhook operation of a description, by its key. */
export function eventOperations(api: OpenApi): readonly EventOperation[] {
  return Object.values(api["x-webhooks"] ?? api.webhooks ?? {}).map(({ post }) => {
    const json = post.requestBody.content["application/json"];
    if (json === undefined) throw new Error(`${post.operationId} has no JSON body.`);
    // The operation's id says "exemption-request-…" where the header and the page say "bypass_request_…".
    const event = post["x-github"].subcategory.replaceAll("-", "_");
    return { event, anchor: post.externalDocs?.url.split("#")[1] ?? event, schema: json.schema };
  });
}
