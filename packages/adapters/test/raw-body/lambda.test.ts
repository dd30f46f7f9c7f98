import { beforeEach, describe, expect, it } from "vitest";
import { webhook as lambdaWebhook } from "../../src/lambda.ts";
import { acme, deliver, SECRET } from "../support/acme.ts";
import { NOT_RAW, Reports, SPACED } from "../support/raw-body.ts";

let reports = new Reports();
beforeEach(() => {
  reports = new Reports();
});

const LATIN1 = new Uint8Array([...Buffer.from('{"type":"ping","n":1,"s":"'), 0xe9, ...Buffer.from('"}')]);

describe("lambda", () => {
  const headers = deliver(SPACED).headers;

  it("decodes base64", async () => {
    const event = {
      httpMethod: "POST",
      headers: acme.sign(LATIN1, { secret: SECRET }),
      body: Buffer.from(LATIN1).toString("base64"),
      isBase64Encoded: true,
    };
    // The signature holds over bytes that are not UTF-8; only the JSON does not.
    expect(await lambdaWebhook(reports.options)(event)).toMatchObject({
      statusCode: 400,
      body: '{"code":"invalid-json"}',
    });
  });

  it("refuses a body that a mapping template or a middleware parsed, and says what to change", async () => {
    const event = { httpMethod: "POST", headers, body: { type: "ping", n: 1 } };
    const { statusCode, body } = await lambdaWebhook(reports.options)(event);
    expect({ status: statusCode, body }).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/proxy integration/);
  });

  it("reads the header lines of format 1, not the last of them", async () => {
    const signature = headers["x-acme-signature"]!;
    const event = {
      httpMethod: "POST",
      headers,
      multiValueHeaders: { "X-Acme-Signature": [signature, signature] },
      body: SPACED,
    };
    expect(await lambdaWebhook(reports.options)(event)).toMatchObject({
      statusCode: 401,
      body: '{"code":"malformed-signature"}',
    });
  });

  it.each([
    { from: "a load balancer", requestContext: { elb: { targetGroupArn: "arn" } } },
    { from: "a REST API", requestContext: { stage: "prod" } },
  ])("gives both forms of headers to $from that sent multiValueHeaders", async ({ requestContext }) => {
    const multiValueHeaders = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value]]),
    );
    const event = { httpMethod: "POST", path: "/hook", multiValueHeaders, body: SPACED, requestContext };
    expect(await lambdaWebhook(reports.options)(event)).toEqual({
      statusCode: 200,
      headers: { "content-type": "application/json" },
      multiValueHeaders: { "content-type": ["application/json"] },
      body: '{"code":"ignored"}',
      isBase64Encoded: false,
    });
  });

  it("gives one form of headers to an event without multiValueHeaders", async () => {
    const event = { httpMethod: "POST", headers, body: SPACED, multiValueHeaders: null };
    expect(await lambdaWebhook(reports.options)(event)).not.toHaveProperty("multiValueHeaders");
  });

  it("says with both numbers that the body was cut off on its way", async () => {
    const length = { "content-length": String(SPACED.length + 9) };
    const signed = deliver(`${SPACED}123456789`).headers;
    const event = { httpMethod: "POST", headers: { ...signed, ...length }, body: SPACED };
    expect(await lambdaWebhook(reports.options)(event)).toMatchObject({ statusCode: 400 });
    expect(reports.message).toContain(`only ${SPACED.length} of ${SPACED.length + 9} bytes`);
  });

  it("responds to an event without headers", async () => {
    const event = { requestContext: { http: { method: "POST" } }, body: null };
    expect(await lambdaWebhook(reports.options)(event)).toMatchObject({
      statusCode: 401,
      isBase64Encoded: false,
    });
  });

  it("refuses base64 over the limit", async () => {
    const event = {
      httpMethod: "POST",
      headers,
      body: Buffer.alloc(65).toString("base64"),
      isBase64Encoded: true,
    };
    expect(await lambdaWebhook({ ...reports.options, maxBodyBytes: 64 })(event)).toMatchObject({
      statusCode: 413,
    });
  });
});
