import { type ServiceDescription, serviceDescription } from '../description.ts';

// Documentation (docs.segmentapis.com): "Deletion and Suppression" ("Create Workspace Regulation", "Get Regulation", "List
// Suppressions"), "Pagination", "Rate Limits"; (segment.com/docs) "User Deletion and Suppression". Deletion is an order for
// which Segment takes up to 30 days; nobody can ask Segment what it holds of a user, only whom it suppresses.

/** Users at Segment, whom its Public API deletes by a regulation and tells nothing of. */
export const segment: ServiceDescription = serviceDescription.parse({
  service: 'segment', title: 'Segment', version: '1', summary: 'Deletion and suppression of users at Twilio Segment by its Public API.',
  guide: [
    '1. Settings → Workspace settings → Access management → Tokens → Create token, Public API, role **Workspace Owner** (Segment has no smaller role that may order deletions).',
    '2. Put it in here. For a workspace in Europe set the address `https://eu1.api.segmentapis.com`.',
  ],
  base: 'https://api.segmentapis.com',
  authentication: { kind: 'bearer', secret: 'token', title: 'Public API token' },
  perSecond: 1, errorCode: 'errors.0.type',
  scopes: [{ name: 'Workspace Owner', why: 'To order deletion and suppression of a user; Segment has no smaller role for it.' }],
  places: {
    users: {
      title: 'Users', key: ['user_id'], presumed: true,
      comment: 'Segment tells nobody what it holds of a user: any user is taken to be there until Segment lists them as suppressed. For an answer to an access request, ask the places to which Segment sends its events.',
      fields: { user_id: { type: 'text', path: 'userId', category: 'account.id', nullable: false } },
      find: [{ by: ['user_id'], request: { path: '/suppressions', query: { 'pagination[count]': '200' } }, items: 'data.suppressed', paging: { by: 'cursor', next: 'data.pagination.next', into: { query: 'pagination[cursor]' } } }],
      delete: {
        steps: [{
          request: { method: 'POST', path: '/regulations', json: { regulationType: 'SUPPRESS_WITH_DELETE', subjectType: 'USER_ID', subjectIds: ['{user_id}'] } },
          wait: { id: 'data.regulateId', request: { path: '/regulations/{waiting}' }, state: 'data.regulation.overallStatus', done: ['INITIALIZED', 'RUNNING', 'FINISHED', 'PARTIAL_SUCCESS'], failed: ['FAILED', 'INVALID', 'NOT_SUPPORTED'], everySeconds: 5, timesMax: 6 },
        }],
        effect: 'Segment takes the order at once, suppresses the user from then on, and deletes within up to 30 days; it passes the order to those destinations that can delete.',
      },
      cannot: { set: 'Segment does not change what it holds of a user; send corrected traits from your own app.' },
    },
  },
});
