import type { StoreSettings } from "@flaghook/inbox/store";
import type { Db, PgBoss } from "pg-boss";
import type { JobTable } from "./job-table.ts";

/** pg-boss with its table. */
export interface Engine {
  readonly boss: PgBoss;
  /** For statements that must not take long. */
  readonly db: Db;
  readonly table: JobTable;
  readonly settings: StoreSettings;
}
