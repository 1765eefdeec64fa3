import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'
import type { StagedBumpsTable } from './organising.table.ts'

export type StagedBump = Selectable<StagedBumpsTable>

export interface StagedProject {
  readonly eventId: string
  readonly projectId: string
}

/** Puts a bump on stage; false where the project has one already. Primary key. */
export async function insertStagedBump(tx: Tx, bump: Omit<StagedBump, 'due_at'>, waitSeconds: number): Promise<boolean> {
  const { rows } = await sql`
    insert into staged_bumps (project_id, event_id, actor_user_id, bump_type, multiplier, delta, headline, due_at)
    values (${bump.project_id}, ${bump.event_id}, ${bump.actor_user_id}, ${bump.bump_type}, ${bump.multiplier}, ${bump.delta},
      ${bump.headline}, clock_timestamp() + make_interval(secs => ${waitSeconds}))
    on conflict (project_id, event_id) do nothing returning project_id`.execute(tx.sql)
  return rows.length > 0
}

/** What is on stage in an event, the soonest first. The table is a handful of rows. */
export async function listStagedBumps(db: Kysely<Database>, eventId: string): Promise<StagedBump[]> {
  return await db
    .selectFrom('staged_bumps')
    .selectAll()
    .where('event_id', '=', eventId)
    .orderBy('due_at')
    .orderBy('project_id')
    .execute()
}

/** Takes a bump off the stage whether it is due or not; null where there is none. Primary key. */
export async function deleteStagedBump(tx: Tx, { eventId, projectId }: StagedProject): Promise<StagedBump | null> {
  const { rows } = await sql<StagedBump>`
    delete from staged_bumps where event_id = ${eventId} and project_id = ${projectId} returning *`.execute(tx.sql)
  return rows[0] ?? null
}

/** Projects whose wait is over. The table holds what is on stage now: a handful of rows. */
export async function listDueBumps(db: Kysely<Database>): Promise<StagedProject[]> {
  const { rows } = await sql<StagedProject>`
    select project_id as "projectId", event_id as "eventId" from staged_bumps where due_at <= clock_timestamp() order by due_at`.execute(
    db,
  )
  return rows
}

/** Takes a due bump off the stage; null where another server was first. */
export async function takeDueBump(tx: Tx, { eventId, projectId }: StagedProject): Promise<StagedBump | null> {
  const { rows } = await sql<StagedBump>`
    delete from staged_bumps where event_id = ${eventId} and project_id = ${projectId} and due_at <= statement_timestamp() returning *`.execute(
    tx.sql,
  )
  return rows[0] ?? null
}
