import { type Kysely, sql } from 'kysely'

/** A place in the write-ahead log, in bytes, and the cluster that it is a place of. */
export interface LogPlace {
  readonly cluster: string
  readonly bytes: bigint
}

/** What the primary has committed lies before this place. */
export async function readWrittenPlace<T>(primary: Kysely<T>): Promise<LogPlace> {
  const { rows } = await sql<LogPlace>`
    select system_identifier::text as cluster, (pg_current_wal_lsn() - '0/0'::pg_lsn)::int8 as bytes
    from pg_control_system()`.execute(primary)
  return rows[0]!
}

/** What the replica shows reaches to this place; null where it is no replica. */
export async function readReplayedPlace<T>(replica: Kysely<T>): Promise<LogPlace | null> {
  const { rows } = await sql<LogPlace & { bytes: bigint | null }>`
    select system_identifier::text as cluster,
      case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::int8 end as bytes
    from pg_control_system()`.execute(replica)
  return rows[0]!.bytes === null ? null : rows[0]!
}
