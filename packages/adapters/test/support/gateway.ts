import { buffer } from "node:stream/consumers";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { LambdaEvent, LambdaResult } from "../../src/lambda.ts";

/** Turns one HTTP request into the event that API Gateway would make of it. */
export type EventFormat = (request: IncomingMessage, body: Buffer) => LambdaEvent;

/**
 * REST API, payload format 1: the last line of a repeated header in `headers`, all of them beside
 * it; text.
 */
export const restApi: EventFormat = (request, body) => ({
  httpMethod: request.method!,
  headers: Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [canonical(name), values!.at(-1)]),
  ),
  multiValueHeaders: Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [canonical(name), values]),
  ),
  pathParameters: null,
  requestContext: { httpMethod: request.method, stage: "prod" },
  ...textBody(body),
});

/** REST API with binary media types: always base64. */
export const restApiBinary: EventFormat = (request, body) => ({
  ...restApi(request, body),
  ...base64Body(body),
});

/**
 * HTTP API and function URL, payload format 2: repeated headers joined by commas; base64 unless the
 * type is textual.
 */
export const httpApi: EventFormat = (request, body) => ({
  headers: Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, values!.join(",")]),
  ),
  requestContext: { http: { method: request.method, path: request.url } },
  ...(request.headers["content-type"] === "application/json" ? textBody(body) : base64Body(body)),
});

/**
 * A server that does what API Gateway does: reads the whole request, calls the function, writes its
 * result.
 */
export function gateway(
  format: EventFormat,
  handler: (event: LambdaEvent) => Promise<LambdaResult>,
): RequestListener {
  return (request, response) => {
    void respond(request, response);
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const result = await handler(format(request, await buffer(request)));
    response.writeHead(result.statusCode, result.headers);
    response.end(Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8"));
  }
}

function textBody(body: Buffer): Pick<LambdaEvent, "body" | "isBase64Encoded"> {
  return { body: body.byteLength === 0 ? null : body.toString("utf8"), isBase64Encoded: false };
}

function base64Body(body: Buffer): Pick<LambdaEvent, "body" | "isBase64Encoded"> {
  return { body: body.toString("base64"), isBase64Encoded: true };
}

function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
