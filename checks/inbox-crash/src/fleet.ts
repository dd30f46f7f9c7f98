import { fork, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Place } from "./stores.ts";

/** What a run left behind, for the books. */
export interface Remains {
  readonly sent: ReadonlySet<string>;
  readonly acknowledged: ReadonlySet<string>;
  readonly refusals: number;
  readonly killed: ReadonlySet<number>;
  readonly handled: readonly Handling[];
  readonly lost: ReadonlySet<string>;
  readonly audit: Audit;
}

export interface Handling {
  readonly id: string;
  readonly attempt: number;
  readonly pid: number;
}

export interface Audit {
  readonly resent: readonly { readonly id: string; readonly outcome: string }[];
  readonly done: readonly { readonly id: string }[];
  readonly dead: readonly { readonly id: string; readonly reason: string | undefined }[];
  readonly counts: {
    readonly pending: number;
    readonly running: number;
    readonly done: number;
    readonly dead: number;
  };
}

type Role = "writer" | "worker";

/** Writers and workers over one place, any of which can be killed and is replaced at once. */
export class Fleet {
  readonly #place: string;
  readonly #log: string;
  readonly #members: { readonly role: Role; child: ChildProcess }[] = [];
  readonly #killed = new Set<number>();
  #names = 0;

  constructor(place: Place, log: string) {
    this.#place = JSON.stringify(place);
    this.#log = log;
  }

  get hasAcknowledged(): boolean {
    return readLog(this.#log, "acknowledged").length > 0;
  }

  start(writers: number, workers: number): void {
    for (let index = 0; index < writers; index++)
      this.#members.push({ role: "writer", child: this.#spawn("writer") });
    for (let index = 0; index < workers; index++)
      this.#members.push({ role: "worker", child: this.#spawn("worker") });
  }

  /** Kills one at random with SIGKILL, and starts another in its place. */
  async killOne(): Promise<void> {
    const member = this.#members[Math.floor(Math.random() * this.#members.length)]!;
    await this.#kill(member.child);
    member.child = this.#spawn(member.role);
  }

  /** Kills everyone, sends again what was not acknowledged, lets it all be handled, and reads the books. */
  async end(): Promise<Remains> {
    await Promise.all(this.#members.map(({ child }) => this.#kill(child)));
    const idsOf = (what: string): Set<string> => new Set(readLog(this.#log, what).map(({ id }) => id));
    const [sent, acknowledged] = [idsOf("sending"), idsOf("acknowledged")];
    const audit = await this.#audit([...sent].filter((id) => !acknowledged.has(id)));
    for (const { id } of audit.resent) acknowledged.add(id);
    return {
      sent,
      acknowledged,
      refusals: readLog(this.#log, "refused").length,
      killed: this.#killed,
      handled: readLog(this.#log, "handled"),
      lost: new Set(readLog(this.#log, "lost").map(({ id, attempt }) => `${id} ${attempt}`)),
      audit,
    };
  }

  #spawn(role: Role): ChildProcess {
    const name = role === "writer" ? [`w${++this.#names}`] : [];
    return forkSource(role, [this.#place, this.#log, ...name]);
  }

  async #kill(child: ChildProcess): Promise<void> {
    const closed = new Promise((resolve) => child.once("close", resolve));
    if (child.exitCode !== null) throw new Error(`a process ended by itself with code ${child.exitCode}.`);
    this.#killed.add(child.pid!);
    child.kill("SIGKILL");
    await closed;
  }

  #audit(unacknowledged: readonly string[]): Promise<Audit> {
    const child = forkSource("auditor", [this.#place, this.#log]);
    return new Promise((resolve, reject) => {
      child.once("message", (audit: Audit) => resolve(audit));
      // Not on exit: what a process said last may be read after it has ended, but never after the channel has.
      child.once("disconnect", () => reject(new Error("the auditor ended without an audit.")));
      child.send(unacknowledged);
    });
  }
}

function forkSource(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(`./${file}.ts`, import.meta.url));
  return fork(path, args, {
    execArgv: ["--conditions=@flaghook/source", "--disable-warning=ExperimentalWarning"],
  });
}

function readLog(path: string, what: string): Handling[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .filter((words) => words[0] === what && words.length === 4)
    .map(([, id, attempt, pid]) => ({ id: id!, attempt: Number(attempt), pid: Number(pid) }));
}
