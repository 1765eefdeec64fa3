/** Ids that no project can have. */
import { expect, test } from 'vitest'
import { startTestApp } from '../support/app.ts'

const app = await startTestApp()
const admin = await app.token('admin@example.com', { admin: true })
const save = 'mutation ($inputs: [SaveProjectInput!]!) { saveProjects(inputs: $inputs) { userErrors { code path } } }'

test.each(['', '\0', 'a\0b', '\ud800', '../up', 'a'.repeat(10_000)])(
  'a project with the id %j is refused by name',
  async (projectId) => {
    const { saveProjects } = await app.ask(
      save,
      {
        inputs: [
          { projectId: 'good', ticker: 'GOOD' },
          { projectId, ticker: 'BAD' },
        ],
      },
      { token: admin },
    )
    expect(saveProjects.userErrors).toEqual([{ code: 'INVALID_PARAMETER', path: ['inputs', '1', 'projectId'] }])
    expect((await app.gql('{ project(projectId: "good") { name } }')).errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND')
  },
)
