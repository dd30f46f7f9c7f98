import type { Io } from "../io/io.ts";
import { printable } from "../output/printable.ts";
import { printResponseBody, statusText } from "../output/print-response.ts";
import { styled, writeJson, writeLine } from "../output/style.ts";
import { widthOf, wrap } from "../output/wrap.ts";
import type { Forwarded } from "./forward.ts";
import type { Judgement } from "./judge.ts";

/** One request, and everything that became of it. */
export interface Handled {
  readonly receivedAt: Date;
  readonly provider: string;
  readonly judgement: Judgement;
  readonly forwarded: Forwarded | undefined;
  readonly saved: { readonly file: string } | { readonly unsaved: string } | undefined;
}

/** Says what happens, for people or for programs. */
export interface Reporter {
  ready(url: string): void;
  handled(one: Handled): void;
  /** Something that was no delivery, and is as it should be. */
  note(receivedAt: Date, text: string): void;
  /** Something that was no whole delivery. */
  problem(receivedAt: Date, text: string): void;
}

/** A line of JSON for each thing that happens. */
export function createJsonReporter({ stdout }: Io): Reporter {
  return {
    ready: (url) => writeJson(stdout, { type: "ready", url }),
    note: (receivedAt, text) => writeJson(stdout, { type: "note", receivedAt, text }),
    problem: (receivedAt, text) => writeJson(stdout, { type: "problem", receivedAt, text }),
    handled: ({ receivedAt, provider, judgement, forwarded, saved }) => {
      const what =
        "event" in judgement
          ? {
              result: "genuine",
              event: judgement.event.type,
              name: judgement.event.name,
              id: judgement.event.id,
            }
          : {
              result: "refused",
              code: judgement.error.code,
              message: judgement.error.message,
              cause: judgement.cause,
            };
      writeJson(stdout, {
        type: "delivery",
        receivedAt,
        provider,
        ...what,
        ...saved,
        forwarded: forwardedJson(forwarded),
      });
    },
  };
}

function forwardedJson(forwarded: Forwarded | undefined): object | undefined {
  if (forwarded === undefined || "failure" in forwarded) return forwarded;
  const { status, milliseconds, body } = forwarded;
  return { status, milliseconds: Math.round(milliseconds), body: body.toString("utf8") };
}

/** Lines for people. */
export function createTextReporter({ stdout, stderr }: Io): Reporter {
  const print = (text: string): void =>
    writeLine(stdout, wrap(printable(text), widthOf(stdout), "          "));
  return {
    ready: (url) => writeLine(stderr, `ready: waiting for deliveries at ${url} (Ctrl-C ends it)`),
    note: (receivedAt, text) => writeLine(stdout, `${timeOf(receivedAt)}  ${printable(text)}`),
    problem: (receivedAt, text) =>
      writeLine(stdout, `${timeOf(receivedAt)}  ${styled("red", printable(text), stdout)}`),
    handled: ({ receivedAt, provider, judgement, forwarded, saved }) => {
      const start = `${timeOf(receivedAt)}  ${provider}`;
      if ("event" in judgement) {
        const { type, name, id } = judgement.event;
        const named = printable(type === "unknown" ? `${name} (not a known event)` : type);
        writeLine(
          stdout,
          [
            start,
            named,
            ...(id === undefined ? [] : [printable(id)]),
            styled("green", "genuine", stdout),
          ].join("  "),
        );
      } else {
        const { error, cause } = judgement;
        writeLine(stdout, `${start}  ${styled("red", `refused: ${error.code}`, stdout)}`);
        if (cause !== undefined) print(`${cause.certainty}: ${cause.title} (${cause.id})`);
      }
      if (forwarded !== undefined && "failure" in forwarded) {
        writeLine(
          stdout,
          `          ${styled("red", printable(`not forwarded: ${forwarded.failure}`), stdout)}`,
        );
      } else if (forwarded !== undefined) {
        writeLine(
          stdout,
          `          your app: ${statusText(forwarded, stdout)}  ${Math.round(forwarded.milliseconds)} ms`,
        );
        printResponseBody(forwarded, stdout);
      }
      if (saved !== undefined)
        print("file" in saved ? `saved as ${saved.file}` : `not saved: ${saved.unsaved}`);
    },
  };
}

function timeOf(date: Date): string {
  return date.toTimeString().slice(0, 8);
}
