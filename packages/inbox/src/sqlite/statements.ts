import { SCOPE } from "./database.ts";

/** Every statement that the table runs, by name. */
export const SQL = {
  insert: `insert into delivery (slot, provider, state, reason, due, stored_at, first_slot, fields)
    values (?, ?, ?, ?, ?, ?, ?, ?) returning id`,
  insertBody: "insert or replace into body (id, bytes) values (?, ?)",
  insertMissingBody: "insert or ignore into body (id, bytes) values (?, ?)",
  setFields: "update delivery set fields = ? where id = ?",
  deleteBody: "delete from body where id = ?",
  // A replay that is kept aside needs the body of its first delivery.
  deleteUnusedBody: `delete from body where id = ? and not exists
    (select 1 from delivery where first_slot = (select slot from delivery where id = body.id))`,
  bySlot: "select * from delivery where slot = ?",
  vacate: "update delivery set slot = null where id = ?",
  removeKept: "delete from delivery where first_slot = ?",
  remove: "delete from delivery where id = ?",
  count: "update delivery set further_replays = further_replays + 1 where slot = ?",
  revive: `update delivery set state = 'pending', reason = null, error = null, uncounted_attempts = attempt, due = ?,
    first_slot = null, fields = ? where id = ?`,
  // States as literals: SQLite uses a partial index only where it can see that its condition holds.
  // A delivery that was never tried is due whatever the clock says: it may have been set back.
  dueFresh: `select *, ${SCOPE} as scope from delivery
    where provider = ? and state = 'pending' and attempt = uncounted_attempts and ${SCOPE} = ?
    order by due, id limit ?`,
  nextScope: `select ${SCOPE} as scope from delivery
    where provider = ? and state = 'pending' and attempt = uncounted_attempts and ${SCOPE} > ?
    order by ${SCOPE} limit 1`,
  dueWaiting: `select *, ${SCOPE} as scope from delivery where provider = ? and state = 'pending' and attempt <> uncounted_attempts
    and due <= ? order by due, id limit ?`,
  dueRunning: `select *, ${SCOPE} as scope from delivery where provider = ? and state = 'running' and due <= ?
    order by due, id limit ?`,
  start: "update delivery set state = 'running', attempt = attempt + 1, due = ? where id = ?",
  body: "select bytes from body where id = ?",
  renew: "update delivery set due = ? where id = ? and attempt = ? and state = 'running'",
  record: `update delivery set state = ?, reason = ?, error = ?, due = ?
    where id = ? and attempt = ? and state = 'running'`,
  release: `update delivery set state = 'pending', uncounted_attempts = uncounted_attempts + 1, due = ?
    where id = ? and attempt = ? and state = 'running'`,
  end: "update delivery set state = 'dead', reason = ?, error = ?, due = ? where id = ?",
  times: `select
    (select 0 from delivery where provider = ? and state = 'pending' and attempt = uncounted_attempts limit 1) as fresh,
    (select min(due) from delivery where provider = ? and state = 'pending' and attempt <> uncounted_attempts) as waiting,
    (select min(due) from delivery where provider = ? and state = 'running') as running`,
  list: "select * from delivery where state = ? and id > ? and reason is not 'deleted' order by id limit ?",
  byId: "select * from delivery where id = ? and reason is not 'deleted'",
  deleteContent: `update delivery set state = 'done', reason = 'deleted', error = null, due = ?, fields = ? where id = ?`,
  listUnfinished: "select * from delivery where state = ? and state <> 'done' and id > ? order by id limit ?",
  pause: "insert into paused (provider) values (?) on conflict do nothing",
  resume: "delete from paused where provider = ?",
  paused: "select provider from paused order by provider",
  isPaused: "select 1 from paused where provider = ?",
  oldestPending: `select stored_at from delivery where state = 'pending' and state <> 'done' order by id limit 1`,
  total: `select (select count(*) from delivery) - (select count(*) from delivery where reason = 'deleted') as count`,
  unfinished: "select state, count(*) as count from delivery where state <> 'done' group by state",
  retry: `update delivery set state = 'pending', reason = null, error = null, uncounted_attempts = attempt, due = ?
    where id = ? and state = 'dead'`,
  free: `select freelist_count * page_size as bytes from pragma_freelist_count(), pragma_page_size()`,
  pages: `select page_count - freelist_count as used, freelist_count as free
    from pragma_page_count(), pragma_freelist_count()`,
  giveBack: "pragma incremental_vacuum(500)",
  purgeDone: `delete from delivery where id in
    (select id from delivery where state = 'done' and due < ? limit ?) returning id, slot`,
  purgeDead: `delete from delivery where id in
    (select id from delivery where state = 'dead' and due < ? limit ?) returning id, slot`,
  purgeKept: `delete from delivery where id in
    (select id from delivery where first_slot is not null and due < ? limit ?) returning id, slot`,
};
