import type { Right } from '../request/headers.ts';

/** A ground on which the law lets a company refuse or limit what was asked. */
export type Ground = {
  /** `17(3)(b)`, the paragraph without the word. */
  readonly code: string;
  readonly article: string;
  readonly rights: readonly Right[];
  /** `part`: only what the ground covers is left out, and the rest is done. */
  readonly reach: 'whole' | 'part';
  /** What must be stated with it: the facts, the law, the day on which it ends. */
  readonly needs: readonly ('reason' | 'law' | 'until')[];
  /** What must hold, for whoever decides. */
  readonly when: string;
};

const all: readonly Right[] = ['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'human_review'];
const ground = (code: string, rights: readonly Right[], reach: Ground['reach'], needs: Ground['needs'], when: string): Ground => ({ code, article: `Art. ${code} GDPR`, rights, reach, needs, when });

/** Every ground that may stand in a refusal. Objection to direct marketing and withdrawal of consent have none. */
export const allGrounds: readonly Ground[] = [
  ground('11(2)', ['access', 'rectification', 'erasure', 'restriction', 'portability'], 'whole', ['reason'], 'The company can show that it cannot identify the person, and the person gave nothing more by which it could.'),
  ground('12(5)(a)', all, 'whole', ['reason'], 'The request is manifestly unfounded or excessive and a reasonable fee is asked for first. The company must be able to show it.'),
  ground('12(5)(b)', all, 'whole', ['reason'], 'The request is manifestly unfounded or excessive, above all because it comes again and again. The company must be able to show it.'),
  ground('12(6)', all, 'whole', ['reason'], 'There are reasonable doubts about who asks, and what was asked for to clear them did not come.'),
  ground('15(4)', ['access'], 'part', ['reason'], 'A copy of it would harm the rights of others. Only what is about them is left out, never the whole answer.'),
  ground('16', ['rectification'], 'whole', ['reason'], 'What is held is right, and that can be shown; an opinion gets a note instead.'),
  ground('17(1)', ['erasure'], 'part', ['reason'], 'None of the grounds for erasure holds: it is still needed for its purpose and its basis stands.'),
  ground('17(3)(a)', ['erasure'], 'part', ['reason'], 'Freedom of expression and information needs it.'),
  ground('17(3)(b)', ['erasure'], 'part', ['law', 'until'], 'A law of the EU or a member state demands it, or a public task needs it.'),
  ground('17(3)(c)', ['erasure'], 'part', ['reason'], 'Public health needs it.'),
  ground('17(3)(d)', ['erasure'], 'part', ['reason'], 'Archiving in the public interest, research or statistics need it and erasure would defeat them.'),
  ground('17(3)(e)', ['erasure'], 'part', ['reason', 'until'], 'Legal claims are made, exercised or defended with it.'),
  ground('18(1)', ['restriction'], 'whole', ['reason'], 'None of the four grounds for restriction holds.'),
  ground('20(1)', ['portability'], 'part', ['reason'], 'It does not rest on consent or a contract, is not processed by machine, or was not provided by the person.'),
  ground('20(3)', ['portability'], 'part', ['reason'], 'It serves a task in the public interest or official authority.'),
  ground('20(4)', ['portability'], 'part', ['reason'], 'Handing it over would harm the rights of others.'),
  ground('21(1)', ['objection'], 'part', ['reason'], 'Compelling legitimate grounds override the interests of the person, or legal claims need it.'),
  ground('22(2)', ['human_review'], 'whole', ['reason'], 'The decision is not taken by machine alone or has no legal or similar effect, or a law authorises it with safeguards of its own.'),
  ground('23', all, 'part', ['law', 'reason'], 'A law of the EU or the member state limits the right under Art. 23: name it.'),
];
