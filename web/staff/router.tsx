import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { queueStatuses, type QueueShown } from './addresses.ts'
import { ConversationPage, FoundConversationPage, LoneConversationPage } from './desk/ConversationPage.tsx'
import { Entrance, Missing, Start } from './frame/Entrance.tsx'
import { Root } from './frame/Root.tsx'
import { Workspace } from './frame/Workspace.tsx'
import { NothingOpen, QueuePage } from './queue/QueuePage.tsx'

const root = createRootRoute({ component: Root, notFoundComponent: Missing })
const entrance = createRoute({ getParentRoute: () => root, path: '/staff', component: Entrance })
const workspace = createRoute({ getParentRoute: () => root, path: '/staff/$membershipId', component: Workspace })
const start = createRoute({ getParentRoute: () => workspace, path: '/', component: Start })

const queue = createRoute({
  getParentRoute: () => workspace,
  path: 'queue/$queue',
  component: QueuePage,
  validateSearch: (search): QueueShown => {
    const status = queueStatuses.find((one) => one === search['status'])
    const { label, priority, view } = search
    return {
      ...(status !== undefined && status !== 'open' && { status }),
      ...(typeof label === 'string' && { label }),
      ...(priority === 'urgent' && { priority }),
      ...(typeof view === 'string' && { view }),
    }
  },
})
const nothingOpen = createRoute({ getParentRoute: () => queue, path: '/', component: NothingOpen })
const conversation = createRoute({ getParentRoute: () => queue, path: '$conversationId', component: ConversationPage })
const loneConversation = page('conversations/$conversationId', LoneConversationPage)

const search = createRoute({
  getParentRoute: () => workspace,
  path: 'search',
  component: lazyRouteComponent(() => import('./search/SearchPage.tsx'), 'SearchPage'),
})
const nothingFoundOpen = createRoute({ getParentRoute: () => search, path: '/', component: NothingOpen })
const foundConversation = createRoute({
  getParentRoute: () => search,
  path: '$conversationId',
  component: FoundConversationPage,
  validateSearch: ({ message }): { message?: string } => (typeof message === 'string' ? { message } : {}),
})

const focusOn = createRoute({
  getParentRoute: () => workspace,
  path: 'focus/$taskId/$conversationId',
  component: lazyRouteComponent(() => import('./focus/FocusConversationPage.tsx'), 'FocusConversationPage'),
  validateSearch: ({ left }): { left?: number } => (typeof left === 'number' ? { left } : {}),
})

const pages = [
  page(
    'focus',
    lazyRouteComponent(() => import('./focus/FocusPage.tsx'), 'FocusPage'),
  ),
  page(
    'message-times',
    lazyRouteComponent(() => import('./focus/PlanPage.tsx'), 'PlanPage'),
  ),
  page(
    'goals',
    lazyRouteComponent(() => import('./goals/GoalsPage.tsx'), 'GoalsPage'),
  ),
  page(
    'goals/$whose',
    lazyRouteComponent(() => import('./goals/GoalPage.tsx'), 'GoalPage'),
  ),
  page(
    'unfiled',
    lazyRouteComponent(() => import('./queue/UnfiledPage.tsx'), 'UnfiledPage'),
  ),
  page(
    'later',
    lazyRouteComponent(() => import('./later/LaterPage.tsx'), 'LaterPage'),
  ),
  page(
    'patients',
    lazyRouteComponent(() => import('./patients/PatientsPage.tsx'), 'PatientsPage'),
  ),
  page(
    'patients/new',
    lazyRouteComponent(() => import('./patients/AddPatientPage.tsx'), 'AddPatientPage'),
  ),
  page(
    'patients/$patientId',
    lazyRouteComponent(() => import('./patients/PatientPage.tsx'), 'PatientPage'),
  ),
  page(
    'patients/$patientId/change',
    lazyRouteComponent(() => import('./patients/ChangePatientPage.tsx'), 'ChangePatientPage'),
  ),
  page(
    'patients/$patientId/write',
    lazyRouteComponent(() => import('./patients/WriteToPage.tsx'), 'WriteToPage'),
  ),
  page(
    'colleagues',
    lazyRouteComponent(() => import('./settings/ColleaguesPage.tsx'), 'ColleaguesPage'),
  ),
  page(
    'colleagues/new',
    lazyRouteComponent(() => import('./settings/AddColleaguePage.tsx'), 'AddColleaguePage'),
  ),
  searched(
    'absences',
    'month',
    lazyRouteComponent(() => import('./absences/AbsencesPage.tsx'), 'AbsencesPage'),
  ),
  page(
    'absences/$absenceId',
    lazyRouteComponent(() => import('./absences/AbsencePage.tsx'), 'AbsencePage'),
  ),
  page(
    'rotations/$rotationId',
    lazyRouteComponent(() => import('./absences/RotationPage.tsx'), 'RotationPage'),
  ),
  searched(
    'responders',
    'from',
    lazyRouteComponent(() => import('./absences/RespondersPage.tsx'), 'RespondersPage'),
  ),
  page(
    'handovers/$absenceId',
    lazyRouteComponent(() => import('./absences/HandoverPage.tsx'), 'HandoverPage'),
  ),
  page(
    'inboxes',
    lazyRouteComponent(() => import('./settings/InboxesPage.tsx'), 'InboxesPage'),
  ),
  page(
    'inboxes/$careTeamId',
    lazyRouteComponent(() => import('./settings/InboxPage.tsx'), 'InboxPage'),
  ),
  page(
    'checks',
    lazyRouteComponent(() => import('./checks/ChecksPage.tsx'), 'ChecksPage'),
  ),
  page(
    'checks/$careTeamId',
    lazyRouteComponent(() => import('./checks/RosterPage.tsx'), 'RosterPage'),
  ),
  page(
    'topics',
    lazyRouteComponent(() => import('./settings/TopicsPage.tsx'), 'TopicsPage'),
  ),
  page(
    'topics/$topicId',
    lazyRouteComponent(() => import('./settings/TopicPage.tsx'), 'TopicPage'),
  ),
  page(
    'templates',
    lazyRouteComponent(() => import('./templates/TemplatesPage.tsx'), 'TemplatesPage'),
  ),
  page(
    'templates/below',
    lazyRouteComponent(() => import('./templates/BelowPage.tsx'), 'BelowPage'),
  ),
  page(
    'templates/$templateId',
    lazyRouteComponent(() => import('./templates/TemplatePage.tsx'), 'TemplatePage'),
  ),
  page(
    'practice',
    lazyRouteComponent(() => import('./settings/PracticePage.tsx'), 'PracticePage'),
  ),
  page(
    'practice/hours',
    lazyRouteComponent(() => import('./settings/HoursPage.tsx'), 'HoursPage'),
  ),
  page(
    'messaging',
    lazyRouteComponent(() => import('./capacity/MessagingPage.tsx'), 'MessagingPage'),
  ),
  page(
    'messaging/pauses/$pauseId',
    lazyRouteComponent(() => import('./capacity/PausePage.tsx'), 'PausePage'),
  ),
  page(
    'blocks',
    lazyRouteComponent(() => import('./capacity/BlocksPage.tsx'), 'BlocksPage'),
  ),
  page(
    'figures',
    lazyRouteComponent(() => import('./seeing/SeeingPage.tsx'), 'SeeingPage'),
  ),
  page(
    'figures/conversations',
    lazyRouteComponent(() => import('./seeing/SeenListPage.tsx'), 'SeenListPage'),
  ),
  page(
    'rules',
    lazyRouteComponent(() => import('./rules/RulesPage.tsx'), 'RulesPage'),
  ),
  page(
    'expectations',
    lazyRouteComponent(() => import('./settings/ExpectationsPage.tsx'), 'ExpectationsPage'),
  ),
  page(
    'late',
    lazyRouteComponent(() => import('./late/LatePage.tsx'), 'LatePage'),
  ),
  page(
    'orphans',
    lazyRouteComponent(() => import('./orphans/OrphansPage.tsx'), 'OrphansPage'),
  ),
  page(
    'audit',
    lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
  ),
]

const tree = root.addChildren([
  entrance,
  workspace.addChildren([
    start,
    queue.addChildren([nothingOpen, conversation]),
    search.addChildren([nothingFoundOpen, foundConversation]),
    loneConversation,
    focusOn,
    ...pages,
  ]),
])

function page(path: string, component: NonNullable<Parameters<typeof createRoute>[0]['component']>): AnyRoute {
  return createRoute({ getParentRoute: () => workspace, path, component })
}

/** A page of which a part is chosen by one word after the question mark. */
function searched(path: string, name: string, component: Parameters<typeof page>[1]): AnyRoute {
  return createRoute({
    getParentRoute: () => workspace,
    path,
    component,
    validateSearch: (search): Record<string, string> =>
      typeof search[name] === 'string' ? { [name]: search[name] } : {},
  })
}

/** The workspace's addresses. Components take their parts with `useParams({ strict: false })`. */
export function createStaffRouter() {
  return createRouter({ routeTree: tree, defaultPendingMs: 300, scrollRestoration: false })
}
