import { AuditEntryRef } from '../audit/audit.graphql.ts'
import { NewsItemRef } from '../audit/news.graphql.ts'
import { builder } from '../graphql/builder.ts'
import type { BumpType } from './admin-moves.ts'
import { BumpTypeEnum } from './projects.admin.graphql.ts'
import { projectLoader, ProjectRef } from './projects.graphql.ts'

/** What news and audit entries say of a project. */
builder.objectFields(NewsItemRef, (t) => ({
  project: t.field({
    type: ProjectRef,
    nullable: true,
    description: 'The project it is about; null for the whole event.',
    resolve: ({ projectId }, _args, context) => (projectId === null ? null : projectLoader(context).load(projectId)),
  }),
  bumpType: t.field({
    type: BumpTypeEnum,
    nullable: true,
    description: 'With PHASE_BUMP.',
    resolve: ({ bumpType }) => bumpType as BumpType | null,
  }),
}))

builder.objectField(AuditEntryRef, 'project', (t) =>
  t.field({
    type: ProjectRef,
    nullable: true,
    description: 'The project it is about; null for the whole event.',
    resolve: ({ projectId }, _args, context) => (projectId === null ? null : projectLoader(context).load(projectId)),
  }),
)
