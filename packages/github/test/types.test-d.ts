import { object, string } from "@flaghook/core/check";
import { expectTypeOf, test } from "vitest";
import type * as z from "zod/mini";
import {
  createProvider,
  verify,
  pushCheck,
  type GithubUnknownEvent,
  type Issue,
  type IssuesLabeledPayload,
  type Milestone,
  type MilestoneSubject,
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
    expectTypeOf(event.payload.label.name).toEqualTypeOf<string>();
    expectTypeOf(event.payload.issue.number).toEqualTypeOf<number>();
  } else if (event.type === "push") {
    expectTypeOf(event).toEqualTypeOf<PushEvent>();
    expectTypeOf(event.payload.commits[0]?.id).toEqualTypeOf<string | undefined>();
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

test("a provider gives its events and unknown", () => {
  const event = createProvider({ events: { push: pushSchema, issues: issuesSchema } }).verify(
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
  const event = createProvider({ events: { push: pushCheck } }).verify({ headers: {}, body: "" }, options);
  if (event.type === "push") expectTypeOf(event).toEqualTypeOf<PushEvent>();
});

test("a check of one's own carries none", () => {
  const check = object({ ref: string });
  const event = createProvider({ events: { push: check } }).verify({ headers: {}, body: "" }, options);
  if (event.type === "push") expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  // @ts-expect-error it is no check of this package
  const branded: PayloadCheck<PushPayload> = check;
  void branded;
});

test("what payloads bear out is sure wherever it is, the rest only of an event's subject", () => {
  expectTypeOf<IssuesLabeledPayload["issue"]>().toEqualTypeOf<Issue>();
  expectTypeOf<Issue["number"]>().toEqualTypeOf<number>();
  expectTypeOf<IssuesLabeledPayload["sender"]>().toEqualTypeOf<User>();
  expectTypeOf<Issue["milestone"]>().toEqualTypeOf<Milestone | null | undefined>();
  expectTypeOf<Milestone["title"]>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf<MilestoneSubject["title"]>().toEqualTypeOf<string>();
  expectTypeOf<MilestoneSubject>().toExtend<Milestone>();
});

test("a provider takes GitHub's events and no others", () => {
  // @ts-expect-error GitHub has no event of that name
  createProvider({ events: { pusj: pushSchema } });
  // @ts-expect-error nor beside one that it has
  createProvider({ events: { push: pushSchema, pusj: pushSchema } });
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
