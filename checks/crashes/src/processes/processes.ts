import { fork, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunRecord } from "../invariants/history.ts";
import type { Audit } from "../invariants/audit.ts";
import { followJournal, readJournal, type JournalEntry, type Action } from "../journal/journal.ts";
import type { StoreConfig } from "../workload/store-config.ts";

const ROLES = ["writer", "writer", "worker", "worker", "operator", "stranger"] as const;
type Role = (typeof ROLES)[number];

/** Entries by which a process shows that it does all of its work. */
const SIGNS: Readonly<Record<Role, readonly (readonly Action[])[]>> = {
  writer: [["returned", "committed"]],
  stranger: [["returned"]],
  worker: [["started"]],
  operator: [["retried"], ["gone"], ["purged"]],
};

/** Warnings that we cause on purpose: the control runs on an engine that can lose deliveries. */
const QUIET = ["ExperimentalWarning", "FlaghookInboxWarning"];

/** How long a process may take to come back to its work. */
const PATIENCE_MS = 60_000;

interface RoleProcess {
  readonly role: Role;
  child: ChildProcess;
}

/**
 * Two writers, two workers, an operator and a stranger over one store. Each can be killed, and is
 * replaced at once.
 */
export class Processes {
  readonly #config: string;
  readonly #journal: string;
  readonly #all: RoleProcess[];
  readonly #added: () => JournalEntry[];
  readonly #atWork = new Set<number>();
  readonly #killed = new Set<number>();
  readonly #faults: string[] = [];
  #names = 0;

  /** @param journal The run's journal: a file that exists. */
  constructor(config: StoreConfig, journal: string) {
    this.#config = JSON.stringify(config);
    this.#journal = journal;
    this.#added = followJournal(journal);
    this.#all = ROLES.map((role) => ({ role, child: this.#spawn(role) }));
  }

  /** Processes that ended without being killed, or did not come back to their work. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** Kills one at random with SIGKILL, and starts another in its place. */
  async killOne(): Promise<void> {
    const one = await this.#choose();
    await this.#kill(one);
    one.child = this.#spawn(one.role);
  }

  /** Mostly one that works already: on a busy machine they would die before they began. */
  async #choose(): Promise<RoleProcess> {
    const isAny = Math.random() < 0.1;
    for (;;) {
      for (const { pid } of this.#added()) this.#atWork.add(pid);
      const candidates = this.#all.filter(({ child }) => isAny || this.#atWork.has(child.pid!));
      const chosen = candidates[Math.floor(Math.random() * candidates.length)];
      if (chosen !== undefined) return chosen;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /**
   * Waits until each has done something of every kind from now on. One that does not is a fault.
   */
  async untilAllWork(): Promise<void> {
    const added = followJournal(this.#journal);
    const missing = this.#all.map(({ role, child }) => ({
      role,
      pid: child.pid!,
      signs: new Set(SIGNS[role]),
    }));
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (missing.some(({ signs }) => signs.size > 0)) {
      if (performance.now() > giveUpAt) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (const { action, pid } of added()) {
        const signs = missing.find((one) => one.pid === pid)?.signs;
        for (const sign of signs ?? []) if (sign.includes(action)) signs!.delete(sign);
      }
    }
    for (const { role, signs } of missing) {
      for (const sign of signs)
        this.#faults.push(`a ${role} did not come back to its work: ${sign.join(" or ")}`);
    }
  }

  /** Kills all of them. */
  async killAll(): Promise<void> {
    await Promise.all(this.#all.splice(0).map((one) => this.#kill(one)));
  }

  /** Once all are gone, an auditor has the rest handled and lists what is stored. */
  async audit(): Promise<RunRecord> {
    const result = `${this.#journal}.audit`;
    const auditor = forkSource("auditor", [this.#config, this.#journal, result]);
    const code = await new Promise((resolve) => auditor.once("exit", resolve));
    if (code !== 0) throw new Error(`the auditor ended with code ${String(code)}.`);
    const audit = JSON.parse(readFileSync(result, "utf8")) as Audit;
    return { entries: readJournal(this.#journal), killed: this.#killed, audit };
  }

  #spawn(role: Role): ChildProcess {
    return forkSource(role, [this.#config, this.#journal, `${role}${++this.#names}`]);
  }

  async #kill({ role, child }: RoleProcess): Promise<void> {
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
  const path = fileURLToPath(new URL(`../roles/${file}.ts`, import.meta.url));
  return fork(path, args, {
    execArgv: ["--conditions=@flaghook/source", ...QUIET.map((type) => `--disable-warning=${type}`)],
  });
}
