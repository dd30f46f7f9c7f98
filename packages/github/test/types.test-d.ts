import { object, string } from "@flaghook/core/check";
import { expectTypeOf, test } from "vitest";
import type * as z from "zod/mini";
import {
  createVerifier,
  verify,
  pushCheck,
  type GithubUnknownEvent,
  type Issue,
  type IssueSubject,
  type IssuesLabeledPayload,
  type PayloadCheck,
  type PushEvent,
  type PushPayload,
  type User,
} from "../src/index.ts";
import { issuesSchema, pushSchema } from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type, then on action", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "issues" && event.payload.action === "labeled") {
    expectTypeOf(event.payload).toEqualTypeOf<IssuesLabeledPayload>();
    expectTypeOf(event.payload.label?.name).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(event.payload.issue.number).toEqualTypeOf<number>();
  } else if (event.type === "push") {
    expectTypeOf(event).toEqualTypeOf<PushEvent>();
    expectTypeOf(event.payload.commits[0]?.id).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(event.hookId).toEqualTypeOf<string | undefined>();
  } else if (event.type === "repository_dispatch") {
    expectTypeOf(event.payload.action).toEqualTypeOf<string>();
  } else if (event.type === "unknown") {
    expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  }
});

test("a value of an enum is suggested, and any other is a string all the same", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type !== "workflow_run") return;
  const { conclusion } = event.payload.workflow_run;
  const later: typeof conclusion = "something_new";
  void later;
  if (conclusion !== null && conclusion !== undefined) expectTypeOf(conclusion).toExtend<string>();
});

test("a verifier gives its events and unknown", () => {
  const event = createVerifier({ events: { push: pushSchema, issues: issuesSchema } }).verify(
    { headers: {}, body: "" },
    options,
  );
  expectTypeOf(event.type).toEqualTypeOf<"push" | "issues" | "unknown">();
  if (event.type === "push") expectTypeOf(event).toEqualTypeOf<PushEvent>();
  if (event.type === "unknown") expectTypeOf(event).toEqualTypeOf<GithubUnknownEvent>();
});

test("schemas and checks carry their payload", () => {
  expectTypeOf<z.output<typeof pushSchema>>().toEqualTypeOf<PushPayload>();
  expectTypeOf(pushCheck).toEqualTypeOf<PayloadCheck<PushPayload>>();
  const event = createVerifier({ events: { push: pushCheck } }).verify({ headers: {}, body: "" }, options);
  if (event.type === "push") expectTypeOf(event).toEqualTypeOf<PushEvent>();
});

test("a check of one's own carries none", () => {
  const check = object({ ref: string });
  const event = createVerifier({ events: { push: check } }).verify({ headers: {}, body: "" }, options);
  if (event.type === "push") expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  // @ts-expect-error it is no check of this package
  const branded: PayloadCheck<PushPayload> = check;
  void branded;
});

test("the subject of an event is sure, a mention is not", () => {
  expectTypeOf<IssuesLabeledPayload["issue"]>().toEqualTypeOf<IssueSubject>();
  expectTypeOf<IssueSubject["number"]>().toEqualTypeOf<number>();
  expectTypeOf<Issue["number"]>().toEqualTypeOf<number | null | undefined>();
  expectTypeOf<IssueSubject>().toExtend<Issue>();
  expectTypeOf<NonNullable<IssuesLabeledPayload["sender"]>>().toEqualTypeOf<User>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { ref: "main" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["GITHUB_WEBHOOK_SECRET"] });
  const event = verify({ headers: {}, body: "" }, options);
  // @ts-expect-error no event of GitHub's
  void (event.type === "pushed");
  // @ts-expect-error no action of this event
  if (event.type === "issues") void (event.payload.action === "pushed");
  // @ts-expect-error what another event has
  if (event.type === "push") void event.payload.issue;
  // @ts-expect-error no payload before the event is narrowed
  void event.payload.ref;
});
