import { expect } from "@playwright/test";
import type { Sql } from "postgres";
import type { App } from "../app";

const RESTART_LIMIT_MS = 60_000;

/** Kills the worker without warning, and remembers what it had in its hands. */
export class WorkerKiller {
  readonly #app: App;
  readonly #sql: Sql;
  readonly #interrupted = new Set<string>();
  readonly #lookups: Promise<void>[] = [];

  constructor(app: App, sql: Sql) {
    this.#app = app;
    this.#sql = sql;
  }

  get kills(): number {
    return this.#lookups.length;
  }

  /** At once, so that a receiver can call it before it answers. */
  kill(): void {
    process.kill(this.#app.workerPid(), "SIGKILL");
    this.#lookups.push(this.#noteInterrupted());
  }

  async killAndAwaitRestart(): Promise<void> {
    const pid = this.#app.workerPid();
    this.kill();
    await expect.poll(() => this.#app.workerPid(), { timeout: RESTART_LIMIT_MS }).not.toBe(pid);
  }

  /** Deliveries that were claimed but not recorded at some kill: only these may arrive twice. */
  async interrupted(): Promise<ReadonlySet<string>> {
    await Promise.all(this.#lookups);
    return this.#interrupted;
  }

  async #noteInterrupted(): Promise<void> {
    const rows = await this.#sql<
      { id: string }[]
    >`select delivery_id as id from open_deliveries where is_sending`;
    for (const { id } of rows) this.#interrupted.add(id);
  }
}
