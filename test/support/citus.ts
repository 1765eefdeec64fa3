import { readFile } from 'node:fs/promises'
import { databaseUrl, nodesOf, runSql } from './postgres-server.ts'

/**
 * Spreads the migrated template over the workers of TEST_CITUS_WORKERS, as deploy/citus/distribute.sql says; nothing without any.
 * The nodes know each other by address and not by the database's name, so that a database is cloned by cloning it on each.
 */
export async function distributeTemplate(server: string, template: string): Promise<void> {
  const nodes = nodesOf(server)
  if (nodes.length === 1) return
  const database = databaseUrl(server, template)
  for (const node of nodes) await runSql(databaseUrl(node, template), 'create extension citus')
  const [coordinator, ...workers] = nodes.map((node) => new URL(node))
  await runSql(database, `select citus_set_coordinator_host('${coordinator!.hostname}', ${coordinator!.port})`)
  for (const { hostname, port } of workers) await runSql(database, `select citus_add_node('${hostname}', ${port})`)
  await runSql(database, await readFile(new URL('../../deploy/citus/distribute.sql', import.meta.url), 'utf8'))
  for (const node of nodes) {
    await runSql(node, `alter database ${template} allow_connections false`)
    // A daemon of Citus stays connected, and what somebody is connected to cannot be cloned.
    await runSql(node, `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${template}'`)
  }
}
