import { type Answer, pageOf, partOf, type StandIn } from './stand-in.ts';

const error = (status: number, type: string): Answer => ({ status, json: { errors: [{ type, message: 'no' }] } });

/** A Segment of its own: it takes regulations, runs them by and by, and lists whom it suppresses. */
export const segmentStandIn = (states: readonly string[] = ['INITIALIZED', 'RUNNING', 'FINISHED']): StandIn => {
  const suppressed: { readonly userId: string }[] = Array.from({ length: 250 }, (_, index) => ({ userId: `gone-${index}` }));
  const regulations = new Map<string, number>();
  return {
    isAllowed: ({ headers }) => headers.authorization === 'Bearer fake-segment-token', refused: error(401, 'unauthorized'), missing: error(404, 'not-found'),
    routes: [
      { method: 'GET', path: '/suppressions', answer: ({ query }) => {
        const page = pageOf(suppressed, Number(query.get('pagination[cursor]') ?? 0), Number(query.get('pagination[count]') ?? 10));
        return { status: 200, json: { data: { suppressed: page.rows, pagination: { current: 'MA==', totalEntries: suppressed.length, ...(page.next === undefined ? {} : { next: String(page.next) }) } } } };
      } },
      { method: 'POST', path: '/regulations', answer: ({ body }) => {
        if (partOf(body, 'regulationType') !== 'SUPPRESS_WITH_DELETE' || partOf(body, 'subjectType') !== 'USER_ID') return error(400, 'bad-request');
        suppressed.push({ userId: String(partOf(body, 'subjectIds', '0')) });
        const id = `reg_${regulations.size + 1}`;
        regulations.set(id, 0);
        return { status: 200, json: { data: { regulateId: id } } };
      } },
      { method: 'GET', path: '/regulations/:id', answer: ({ parts }) => {
        const id = parts['id'] ?? '';
        const times = regulations.get(id);
        if (times === undefined) return error(404, 'not-found');
        regulations.set(id, times + 1);
        return { status: 200, json: { data: { regulation: { id, workspaceId: 'w', overallStatus: states[Math.min(times, states.length - 1)] } } } };
      } },
    ],
  };
};
