import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import type { TestApp } from './app.ts'
import { SaveEventDocument, SaveProjectDocument } from './generated/graphql.ts'

/** Runs a document of schema/operations over HTTP; its types say what it takes and answers. Throws where there is any error. */
export const askTyped = <Data, Variables extends Record<string, unknown>>(
  app: TestApp,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  as?: { token?: string },
): Promise<Data> => app.ask<Data>(print(document), variables, as)

/** An event whose prices move by commands alone, with the projects listed in it. */
export async function openMarket(app: TestApp, eventId: string, projectIds: readonly string[]): Promise<void> {
  const token = await app.token('organiser@example.com', { admin: true })
  const { saveEvent } = await askTyped(
    app,
    SaveEventDocument,
    { input: { eventId, name: eventId, status: 'OPEN', parameters: { driftEnabled: false } } },
    { token },
  )
  if (!saveEvent.event) throw new Error(JSON.stringify(saveEvent.userErrors))
  for (const projectId of projectIds) {
    const ticker = projectId.replace(/[^a-z0-9]/gi, '').slice(0, 12)
    const { saveProject } = await askTyped(
      app,
      SaveProjectDocument,
      { input: { projectId, eventId, ticker, name: projectId } },
      { token },
    )
    if (!saveProject.project) throw new Error(JSON.stringify(saveProject.userErrors))
  }
}
