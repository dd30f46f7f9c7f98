import { createReceiver, type WebhookOptions } from "@flaghook/adapters";
import type { WebhookEvent } from "@flaghook/core";
import * as fc from "fast-check";
import { responsePlans, toResponse, type ResponsePlan } from "../generators/response.ts";
import { acme, deliver, SECRET } from "../harness/endpoint.ts";
import { explore, type Fuzzer } from "../harness/fuzzer.ts";
import { SERVERS, type ClientResponse, type Send } from "../harness/servers.ts";
import { responseOf, takeUnhandled } from "../harness/unhandled.ts";
import { assert } from "../invariants/invariants.ts";

/** Headers of one connection, which only the server may set. */
const HOP_BY_HOP =
  /^(?:connection|keep-alive|proxy-connection|proxy-authenticate|te|trailer|transfer-encoding|upgrade|http2-settings)$/i;

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The response that the option gives next. One receiver and one server serve all cases, as in a
 * process that must not end.
 */
let next: unknown;

const options: WebhookOptions<WebhookEvent> = {
  provider: acme,
  secret: SECRET,
  onEvent: () => {},
  onError: () => {},
  respond: () => next as never,
};

/** Lets nothing that an option returns reach a framework unless HTTP can carry it. */
export const responses: Fuzzer = {
  name: "responses",
  claim:
    "responses of every kind from the option that gives them, in every framework: sent, or a 500 of ours",
  cases: 120_000,
  async run(settings) {
    const receive = createReceiver(options);
    const servers = Object.fromEntries(
      Object.entries(SERVERS).map(([name, start]) => [name, start(options)]),
    );
    return explore(
      [
        [0.7, fc.asyncProperty(responsePlans, async (plan) => judge(plan, await ask(plan, receive)))],
        [
          0.3,
          fc.asyncProperty(fc.constantFrom(...Object.keys(servers)), responsePlans, async (name, plan) =>
            judgeServer(plan, await ask(plan, servers[name]!)),
          ),
        ],
      ],
      settings,
    );
  },
};

/** The adapter's response to a genuine delivery where the option gives this one. */
async function ask<Result>(
  plan: ResponsePlan,
  send: (delivery: Parameters<Send>[0]) => Promise<Result>,
): Promise<Result> {
  next = toResponse(plan);
  const response = await responseOf(() => send(deliver("good")));
  const unhandled = await takeUnhandled();
  assert(unhandled.length === 0, `ended the process: ${unhandled.join("; ")}`);
  return response;
}

function judge(
  plan: ResponsePlan,
  { status, headers, body }: Awaited<ReturnType<ReturnType<typeof createReceiver>>>,
): void {
  assertStatus(plan, status, body);
  assert(typeof body === "string", `a body that is ${typeof body}`);
  assert(body === "" || ![204, 205, 304].includes(status), `a body with status ${status}`);
  for (const [name, value] of Object.entries(headers) as [string, unknown][]) {
    assert(TOKEN.test(name), `a header with the name ${JSON.stringify(name)}`);
    assert(!HOP_BY_HOP.test(name), `the hop-by-hop header ${name}`);
    assert(typeof value === "string" && VALUE.test(value), `the header ${name} with a value that is none`);
    assert(
      name.toLowerCase() !== "content-length" || Number(value) === Buffer.byteLength(body),
      `content-length ${value} with ${Buffer.byteLength(body)} bytes`,
    );
  }
}

function judgeServer(plan: ResponsePlan, { status, headers, body }: ClientResponse): void {
  assertStatus(plan, status, body);
  const length = headers["content-length"];
  assert(
    length === undefined || body === "" || Number(length) === Buffer.byteLength(body),
    `content-length ${String(length)} with ${Buffer.byteLength(body)} bytes`,
  );
  assert(!String(headers["set-cookie"]).includes("stolen"), "a value has become a header");
}

/** The status that was asked for, or our own 500. */
function assertStatus(plan: ResponsePlan, status: number, body: string): void {
  assert(Number.isInteger(status) && status >= 200 && status <= 599, `status ${status}`);
  if (String(status) === plan.status && status !== 500) return;
  assert(
    status === 500 && body === '{"code":"response-failed"}',
    `status ${status} in place of ${plan.status}: ${body}`,
  );
}
