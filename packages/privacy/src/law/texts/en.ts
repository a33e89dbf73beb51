import type { LawTexts } from '../letters.ts';

export const en: LawTexts = {
  language: 'en',
  rights: {
    access: 'access to your data', rectification: 'correction of your data', erasure: 'erasure of your data', restriction: 'restriction of the use of your data',
    portability: 'a copy of your data to take elsewhere', objection: 'an end to the use of your data (objection)', marketing: 'an end to direct marketing',
    human_review: 'a decision looked at by a person', consent: 'withdrawal of your consent',
  },
  letters: {
    identity: {
      subject: 'We need to know that it is you ({reference})',
      paragraphs: [
        'On {received} you asked {controller} for {right}. Before we act on it we must be sure that it comes from you, so that nobody else gets or changes your data.',
        'Our doubt is this: {reasons}', 'Please send us this, and nothing more: {wanted}',
        'We use what you send for this question alone. The time to answer goes on: we want to answer by {due}.',
      ],
    },
    paused: {
      subject: 'We wait for your reply ({reference})',
      paragraphs: [
        'On {received} you asked {controller} for {right}. We still have a reasonable doubt that it comes from you: {reasons}', 'Please send us this, and nothing more: {wanted}',
        'Until it reaches us the time to answer stands still. It goes on when your reply comes.',
      ],
    },
    extended: {
      subject: 'We need more time for your request ({reference})',
      paragraphs: ['On {received} you asked {controller} for {right}. We cannot finish within the first period and extend it, as the law allows.', 'The reasons are these: {reasons}', 'You get our answer by {due} at the latest.'],
    },
    refused: {
      subject: 'About your request ({reference})',
      paragraphs: ['On {received} you asked {controller} for {right}. We do not do what you asked, for these reasons:'],
    },
    partly_refused: {
      subject: 'About your request ({reference})',
      paragraphs: ['On {received} you asked {controller} for {right}. We did what you asked, apart from the following:'],
    },
    forwarded: {
      subject: 'We passed your request on ({reference})',
      paragraphs: [
        'On {received} you asked {controller} for {right}. This data we hold for another company, {customer}, and only that company may decide about it.',
        'We passed your request on to it. It answers you; we help it to do what you asked.',
      ],
    },
  },
  grounds: {
    '11(2)': 'We cannot tell which data is yours, and what you sent us does not let us find it.',
    '12(5)(a)': 'Your request is manifestly unfounded or excessive. We can carry it out for a reasonable fee.',
    '12(5)(b)': 'Your request is manifestly unfounded or excessive.',
    '12(6)': 'We have reasonable doubts about who asks, and what we asked for to clear them did not reach us.',
    '15(4)': 'Some of what we hold is also about other people, whose rights a copy would harm. We left out what is about them.',
    16: 'What we hold about you is right as it stands.',
    '17(1)': 'We still need this data for the purpose for which we have it, and the law does not give a ground to erase it now.',
    '17(3)(a)': 'We keep it because freedom of expression and information needs it.',
    '17(3)(b)': 'We keep it because a law demands it or a task in the public interest needs it.',
    '17(3)(c)': 'We keep it because public health needs it.',
    '17(3)(d)': 'We keep it because archiving in the public interest, research or statistics need it.',
    '17(3)(e)': 'We keep it because it is needed to make, exercise or defend legal claims.',
    '18(1)': 'The law lists four cases in which use must be restricted, and none of them is given here.',
    '20(1)': 'The right to take data elsewhere covers only what you gave us or what we observed, on consent or a contract, processed by machine. This is something else.',
    '20(3)': 'This data serves a task in the public interest, to which the right to take data elsewhere does not apply.',
    '20(4)': 'Handing this data over would harm the rights of other people.',
    '21(1)': 'We have compelling grounds to use this data that override your interests, or we need it for legal claims.',
    '22(2)': 'The law does not give a right to a decision by a person in this case.',
    23: 'A law limits your right in this case.',
  },
  cite: { article: 'Art. {n}', paragraph: '({n})', letter: '({n})', laws: { gdpr: 'GDPR', 'uk-gdpr': 'UK GDPR' } },
  details: { reason: 'In detail: {reason}', law: 'The law is: {law}.', until: 'This ends on {until}.', ground: 'Ground: {article}.' },
  complaint: {
    gdpr: 'You may complain to a supervisory authority, above all in the country where you live, where you work or where you think your rights were infringed (Art. 77 GDPR). The authority that supervises us is: {authority}.',
    'uk-gdpr': 'You may complain to the supervisory authority (Art. 77 UK GDPR): {authority}.',
    fadp: 'You may report the matter to the supervisory authority: {authority}.',
  },
  unknownAuthority: 'the authority of your country',
  remedy: {
    gdpr: 'You may also go to court: in the country where we have an establishment, or in the one where you live (Art. 79 GDPR). You need not complain first.',
    'uk-gdpr': 'You may also go to court (Art. 79 UK GDPR). You need not complain first.',
    fadp: 'You may also go to a civil court.',
  },
};
