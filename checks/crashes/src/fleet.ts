import { fork, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Remains } from "./books/account.ts";
import type { Audit } from "./books/audit.ts";
import { followNotes, readNotes, type Note, type What } from "./notes.ts";
import type { Place } from "./stores.ts";

const CREW = ["writer", "writer", "worker", "worker", "operator"] as const;
type Role = (typeof CREW)[number];

/** By which notes a process shows that it does all of its work. */
const SIGNS: Readonly<Record<Role, readonly (readonly What[])[]>> = {
  writer: [["answered", "committed"]],
  worker: [["started"]],
  operator: [["retried"], ["gone"], ["purged"]],
};

/** Warnings that are wanted here: an engine that can lose what it acknowledged is the control. */
const QUIET = ["ExperimentalWarning", "FlaghookInboxWarning"];

/** How long a process may take to come back to its work, in milliseconds. */
const PATIENCE = 60_000;

interface Member {
  readonly role: Role;
  child: ChildProcess;
}

/**
 * Two writers, two workers and an operator over one place. Each can be killed, and is replaced at
 * once.
 */
export class Fleet {
  readonly #place: string;
  readonly #log: string;
  readonly #members: Member[];
  readonly #added: () => Note[];
  readonly #atWork = new Set<number>();
  readonly #killed = new Set<number>();
  readonly #faults: string[] = [];
  #names = 0;

  /** @param log The run's notes: a file that is there. */
  constructor(place: Place, log: string) {
    this.#place = JSON.stringify(place);
    this.#log = log;
    this.#added = followNotes(log);
    this.#members = CREW.map((role) => ({ role, child: this.#spawn(role) }));
  }

  /** Who ended without being killed, or did not come back to its work. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** Kills one at random with SIGKILL, and starts another in its place. */
  async killOne(): Promise<void> {
    const member = await this.#choose();
    await this.#kill(member);
    member.child = this.#spawn(member.role);
  }

  /** Mostly one that is at work already: on a busy machine they would die before they began. */
  async #choose(): Promise<Member> {
    const isAny = Math.random() < 0.1;
    for (;;) {
      for (const { pid } of this.#added()) this.#atWork.add(pid);
      const candidates = this.#members.filter(({ child }) => isAny || this.#atWork.has(child.pid!));
      const chosen = candidates[Math.floor(Math.random() * candidates.length)];
      if (chosen !== undefined) return chosen;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /**
   * Waits until each has done something of every kind from now on. Whoever does not in a long time
   * is a fault.
   */
  async untilAllWork(): Promise<void> {
    const added = followNotes(this.#log);
    const missing = this.#members.map(({ role, child }) => ({
      role,
      pid: child.pid!,
      signs: new Set(SIGNS[role]),
    }));
    const giveUpAt = performance.now() + PATIENCE;
    while (missing.some(({ signs }) => signs.size > 0)) {
      if (performance.now() > giveUpAt) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (const { what, pid } of added()) {
        const signs = missing.find((one) => one.pid === pid)?.signs;
        for (const sign of signs ?? []) if (sign.includes(what)) signs!.delete(sign);
      }
    }
    for (const { role, signs } of missing) {
      for (const sign of signs)
        this.#faults.push(`a ${role} did not come back to its work: ${sign.join(" or ")}`);
    }
  }

  /** Kills everyone. */
  async disband(): Promise<void> {
    await Promise.all(this.#members.splice(0).map((member) => this.#kill(member)));
  }

  /** Once all are gone: an auditor sees to what is left. */
  async audit(): Promise<Remains> {
    const result = `${this.#log}.audit`;
    const auditor = forkSource("auditor", [this.#place, this.#log, result]);
    const code = await new Promise((resolve) => auditor.once("exit", resolve));
    if (code !== 0) throw new Error(`the auditor ended with code ${String(code)}.`);
    const audit = JSON.parse(readFileSync(result, "utf8")) as Audit;
    return { notes: readNotes(this.#log), killed: this.#killed, audit };
  }

  #spawn(role: Role): ChildProcess {
    return forkSource(role, [this.#place, this.#log, `${role}${++this.#names}`]);
  }

  async #kill({ role, child }: Member): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) {
      this.#faults.push(`a ${role} ended by itself with ${child.exitCode ?? child.signalCode}`);
      return;
    }
    const closed = new Promise((resolve) => child.once("close", resolve));
    this.#killed.add(child.pid!);
    child.kill("SIGKILL");
    await closed;
  }
}

function forkSource(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(`./${file}.ts`, import.meta.url));
  return fork(path, args, {
    execArgv: ["--conditions=@flaghook/source", ...QUIET.map((type) => `--disable-warning=${type}`)],
  });
}
