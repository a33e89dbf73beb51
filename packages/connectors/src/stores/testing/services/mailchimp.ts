import { createHash } from 'node:crypto';
import { type Answer, partOf, type StandIn } from './stand-in.ts';

type Member = { readonly id: string; readonly email_address: string; readonly status: string; readonly merge_fields: Readonly<Record<string, unknown>> };
const error = (status: number, title: string): Answer => ({ status, json: { type: 'https://mailchimp.com/developer/', title, status, detail: 'The requested resource could not be found.', instance: '' } });
const md5 = (text: string): string => createHash('md5').update(text.toLowerCase()).digest('hex');

/** A Mailchimp of its own: an audience of 1,203 members, Ann among them. */
export const mailchimpStandIn = (): StandIn => {
  const members = new Map<string, Member>();
  const add = (email: string, name: string): void => { members.set(md5(email), { id: md5(email), email_address: email, status: 'subscribed', merge_fields: { FNAME: name, LNAME: '', ADDRESS: '' } }); };
  for (let index = 0; index < 1202; index += 1) add(`person${index}@example.org`, 'Person');
  add('Ann@example.org', 'Ann');
  return {
    isAllowed: ({ headers }) => headers.authorization === `Basic ${Buffer.from('avouch:fake-mailchimp-key').toString('base64')}`, refused: error(401, 'API Key Invalid'), missing: error(404, 'Resource Not Found'),
    routes: [
      { method: 'GET', path: '/lists/:list/merge-fields', answer: () => ({ status: 200, json: { merge_fields: [{ tag: 'FNAME', name: 'First name' }, { tag: 'LNAME', name: 'Last name' }, { tag: 'ADDRESS', name: 'Address' }], total_items: 3 } }) },
      { method: 'GET', path: '/lists/:list/members', answer: ({ query }) => {
        const from = Number(query.get('offset') ?? 0);
        return { status: 200, json: { members: [...members.values()].slice(from, from + Math.min(1000, Number(query.get('count') ?? 10))), list_id: 'aud1', total_items: members.size } };
      } },
      { method: 'GET', path: '/lists/:list/members/:id', answer: ({ parts }) => { const found = members.get(parts['id'] ?? ''); return found === undefined ? error(404, 'Resource Not Found') : { status: 200, json: found }; } },
      { method: 'PATCH', path: '/lists/:list/members/:id', answer: ({ parts, body }) => {
        const found = members.get(parts['id'] ?? '');
        if (found === undefined) return error(404, 'Resource Not Found');
        members.set(found.id, { ...found, merge_fields: { ...found.merge_fields, ...Object(partOf(body, 'merge_fields')) } });
        return { status: 200, json: members.get(found.id) };
      } },
      // "Archive list member": the member stays, with another status.
      { method: 'DELETE', path: '/lists/:list/members/:id', answer: ({ parts }) => { const found = members.get(parts['id'] ?? ''); if (found === undefined) return error(404, 'Resource Not Found'); members.set(found.id, { ...found, status: 'archived' }); return { status: 204 }; } },
      { method: 'POST', path: '/lists/:list/members/:id/actions/delete-permanent', answer: ({ parts }) => (members.delete(parts['id'] ?? '') ? { status: 204 } : error(404, 'Resource Not Found')) },
    ],
  };
};
