-- Spreads a migrated database over the workers of a Citus cluster, by event. Run once, on the coordinator, after `npm run migrate`
-- and before the first server starts:
--
--   psql "$DATABASE_URL" -f deploy/citus/distribute.sql
--
-- The nodes are known before: `create extension citus` in this database on each of them, then citus_set_coordinator_host and
-- citus_add_node on the coordinator. test/spec/history-months.spec.ts holds that every table stands here once, with a key that all of
-- its unique constraints contain. What this was tried with and what is refused: docs/decisions/0009-history-by-month.md.

begin;
-- One connection to each node: foreign keys are added in the transaction that distributed their tables.
set local citus.multi_shard_modify_mode to 'sequential';

-- A table cannot be distributed while one that is not points to it: these come back below. The directory's does not, because a
-- reference table cannot point to a distributed one; a project's own row points to its event.
alter table project_directory drop constraint project_directory_event_id_fkey;
alter table event_feeds drop constraint event_feeds_event_id_fkey;
alter table projects drop constraint projects_event_id_fkey;
alter table accounts drop constraint accounts_event_id_fkey, drop constraint accounts_user_id_fkey;
alter table cash_grants drop constraint cash_grants_account_id_event_id_fkey;
-- Pointing to a reference table would make these, and all that points to them, Citus' business, which then refuses statements of
-- theirs. They stay tables of the coordinator that Citus does not know; users are never deleted.
alter table traders drop constraint traders_user_id_fkey;
alter table sign_outs drop constraint sign_outs_user_id_fkey;

-- Kept whole on every node: what tables of several events are joined with.
select create_reference_table('users');
select create_reference_table('project_directory');

-- By event, an event's rows on one node, so that a trade, a tick and a page of an event are that node's business alone.
select create_distributed_table('events', 'event_id');
select create_distributed_table('event_feeds', 'event_id', colocate_with => 'events');
select create_distributed_table('accounts', 'event_id', colocate_with => 'events');
select create_distributed_table('cash_grants', 'event_id', colocate_with => 'events');
select create_distributed_table('audit_entries', 'event_id', colocate_with => 'events');
select create_distributed_table('news_items', 'event_id', colocate_with => 'events');
select create_distributed_table('projects', 'event_id', colocate_with => 'events');
select create_distributed_table('price_points', 'event_id', colocate_with => 'events');
select create_distributed_table('trades', 'event_id', colocate_with => 'events');
select create_distributed_table('price_minutes', 'event_id', colocate_with => 'events');
select create_distributed_table('price_rollups', 'event_id', colocate_with => 'events');
select create_distributed_table('price_thinning', 'event_id', colocate_with => 'events');
select create_distributed_table('holdings', 'event_id', colocate_with => 'events');
select create_distributed_table('staged_bumps', 'event_id', colocate_with => 'events');
select create_distributed_table('standings', 'event_id', colocate_with => 'events');
select create_distributed_table('closing_prices', 'event_id', colocate_with => 'events');
select create_distributed_table('compensations', 'event_id', colocate_with => 'events');
select create_distributed_table('dropped_histories', 'event_id', colocate_with => 'events');
select create_distributed_table('watcher_counts', 'event_id', colocate_with => 'events');

alter table event_feeds add foreign key (event_id) references events;
alter table projects add foreign key (event_id) references events;
alter table accounts add foreign key (event_id) references events;
alter table accounts add foreign key (user_id) references users;
alter table cash_grants add foreign key (account_id, event_id) references accounts (account_id, event_id);

-- By user: a key belongs to its user, over all events.
select create_distributed_table('idempotency_keys', 'user_id', colocate_with => 'none');

commit;
