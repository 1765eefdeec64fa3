import type { MarketEvent } from '../events/event.ts'
import { NAME_CHARACTERS_MAX, readName, readPlainId } from '../events/texts.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import type { EventDraft } from '../events/save-event.ts'
import type { SaveProject } from '../projects/listing.commands.ts'
import type { Project } from '../projects/project.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'

/**
 * A fresh event that is like another one: for a rehearsal. Same parameters and projects, each at the base price that its
 * seed gives it; no clock, no account, no trade, no bump. Pure.
 */
export interface CloneChange {
  readonly newEventId: string
  readonly name?: string | null
}

const NEW_EVENT_ID = ['input', 'newEventId']

/** "Kickstart" → "Kickstart (rehearsal)", or the name as it is where that would be too long. */
function rehearsalName(name: string): string {
  const rehearsal = `${name} (rehearsal)`
  return [...rehearsal].length > NAME_CHARACTERS_MAX ? name : rehearsal
}

/** The new event, SCHEDULED until someone opens it. */
export function decideClone(source: Pick<MarketEvent, 'name' | 'parameters'>, change: CloneChange): EventDraft | Refusal {
  const eventId = readPlainId(change.newEventId, NEW_EVENT_ID)
  if (isRefusal(eventId)) return eventId
  const name = typeof change.name === 'string' ? readName(change.name, ['input', 'name']) : rehearsalName(source.name)
  if (isRefusal(name)) return name
  return { eventId, name, status: 'SCHEDULED', opensAt: null, closesAt: null, parameters: source.parameters }
}

/** apple in spring is "apple-spring"; "p7-spring", by its number, where that would be too long. */
function clonedId({ projectId, projectNumber }: Pick<Project, 'projectId' | 'projectNumber'>, eventId: string): string | Refusal {
  const [full, short] = [`${projectId}-${eventId}`, `p${projectNumber}-${eventId}`]
  return readPlainId(isRefusal(readPlainId(full, NEW_EVENT_ID)) ? short : full, NEW_EVENT_ID)
}

/** The projects of the new event in the order of their numbers; INVALID_PARAMETER where their ids would be too long. */
export function cloneProjects(projects: readonly Project[], eventId: string): SaveProject[] | Refusal {
  const rows: SaveProject[] = []
  for (const project of projects.toSorted((a, b) => a.projectNumber - b.projectNumber)) {
    const projectId = clonedId(project, eventId)
    if (isRefusal(projectId)) {
      return refuse(
        'INVALID_PARAMETER',
        'newEventId is too long: project ids end in it, and have at most 64 characters.',
        NEW_EVENT_ID,
      )
    }
    const { ticker, name, description, seed, isActive } = project
    rows.push({
      projectId,
      eventId,
      ticker,
      name,
      description,
      seedAmount: { digits: seed, decimals: MICROS_DECIMALS },
      isActive,
    })
  }
  return rows
}
