import type { LawfulBasis } from '../datamap.ts';
import type { Right } from '../request/headers.ts';

/** What the law says of one right where data is used on one lawful basis. `weigh` means that a person decides. */
export type MatrixRule = {
  readonly right: Right | 'retention';
  readonly basis: LawfulBasis;
  readonly applies: 'yes' | 'no' | 'weigh';
  /** The article that says so. */
  readonly source: string;
  readonly because: string;
};

type Row = readonly [applies: MatrixRule['applies'], source: string, because: string];
type Rows = Readonly<Record<LawfulBasis, Row>>;

const bases = ['6(1)(a)', '6(1)(b)', '6(1)(c)', '6(1)(d)', '6(1)(e)', '6(1)(f)'] as const satisfies readonly LawfulBasis[];
const always = (...row: Row): Rows => ({ '6(1)(a)': row, '6(1)(b)': row, '6(1)(c)': row, '6(1)(d)': row, '6(1)(e)': row, '6(1)(f)': row });

const notPortable = (because: string): Row => ['no', 'Art. 20(1)(a)', because];
const noObjection = (because: string): Row => ['no', 'Art. 21(1)', because];
const noConsent: Row = ['no', 'Art. 7(3)', 'It does not rest on consent, so there is none to withdraw.'];

/** Arts. 7(3), 15 – 18 and 20 – 22 of the GDPR against Art. 6(1)(a) – (f); retention stands on Art. 5(1)(e). */
const matrix: Readonly<Record<MatrixRule['right'], Rows>> = {
  access: always('yes', 'Art. 15', 'Access holds on every basis; only what is about others is left out (Art. 15(4)).'),
  rectification: always('yes', 'Art. 16', 'What is wrong is corrected on every basis; what is right stays, with the reason told.'),
  erasure: {
    '6(1)(a)': ['yes', 'Art. 17(1)(b)', 'Once consent is withdrawn and no other ground is left, it is erased.'],
    '6(1)(b)': ['weigh', 'Art. 17(1)(a)', 'Erased once the contract no longer needs it; kept while it does.'],
    '6(1)(c)': ['no', 'Art. 17(3)(b)', 'A law demands that it is kept, until that duty ends.'],
    '6(1)(d)': ['weigh', 'Art. 17(1)(a)', 'Erased once nobody’s life or health depends on it.'],
    '6(1)(e)': ['weigh', 'Art. 17(3)(b)', 'Kept as far as the public task needs it; an objection that is upheld has it erased (Art. 17(1)(c)).'],
    '6(1)(f)': ['weigh', 'Art. 17(1)(c)', 'Erased when the person objects and no overriding ground stands against it; direct marketing ends always (Art. 21(3)).'],
  },
  restriction: {
    ...always('weigh', 'Art. 18(1)', 'Holds on every basis where accuracy is contested, use is unlawful, or the person needs the data for claims.'),
    '6(1)(e)': ['weigh', 'Art. 18(1)', 'Holds where accuracy is contested, use is unlawful, the person needs the data for claims, or an objection is being weighed.'],
    '6(1)(f)': ['weigh', 'Art. 18(1)', 'Holds where accuracy is contested, use is unlawful, the person needs the data for claims, or an objection is being weighed.'],
  },
  portability: {
    '6(1)(a)': ['yes', 'Art. 20(1)(a)', 'It rests on consent: what the person gave, or what was observed, is handed over.'],
    '6(1)(b)': ['yes', 'Art. 20(1)(a)', 'It rests on a contract: what the person gave, or what was observed, is handed over.'],
    '6(1)(c)': notPortable('It rests on a legal duty; portability covers consent and contract only.'),
    '6(1)(d)': notPortable('It rests on vital interests; portability covers consent and contract only.'),
    '6(1)(e)': ['no', 'Art. 20(3)', 'It serves a public task, to which portability does not apply.'],
    '6(1)(f)': notPortable('It rests on legitimate interests; portability covers consent and contract only.'),
  },
  objection: {
    '6(1)(a)': noObjection('It rests on consent, which can be withdrawn at any time instead (Art. 7(3)).'),
    '6(1)(b)': noObjection('It rests on a contract; objection covers public tasks and legitimate interests.'),
    '6(1)(c)': noObjection('It rests on a legal duty; objection covers public tasks and legitimate interests.'),
    '6(1)(d)': noObjection('It rests on vital interests; objection covers public tasks and legitimate interests.'),
    '6(1)(e)': ['weigh', 'Art. 21(1)', 'Use stops unless compelling grounds override, or claims need it.'],
    '6(1)(f)': ['weigh', 'Art. 21(1)', 'Use stops unless compelling grounds override, or claims need it.'],
  },
  marketing: always('yes', 'Art. 21(3)', 'Direct marketing stops always; there is nothing to weigh.'),
  human_review: {
    '6(1)(a)': ['yes', 'Art. 22(3)', 'A decision on explicit consent (Art. 22(2)(c)) is looked at by a person when that is asked.'],
    '6(1)(b)': ['yes', 'Art. 22(3)', 'A decision that a contract needs (Art. 22(2)(a)) is looked at by a person when that is asked.'],
    '6(1)(c)': ['weigh', 'Art. 22(2)(b)', 'The law that authorises the decision names the safeguards.'],
    '6(1)(d)': ['yes', 'Art. 22(1)', 'None of the exceptions of Art. 22(2) rests on vital interests.'],
    '6(1)(e)': ['weigh', 'Art. 22(2)(b)', 'The law that authorises the decision names the safeguards.'],
    '6(1)(f)': ['yes', 'Art. 22(1)', 'None of the exceptions of Art. 22(2) rests on legitimate interests.'],
  },
  consent: {
    '6(1)(a)': ['yes', 'Art. 7(3)', 'Consent is withdrawn at any time, as easily as it was given.'],
    '6(1)(b)': noConsent, '6(1)(c)': noConsent, '6(1)(d)': noConsent, '6(1)(e)': noConsent, '6(1)(f)': noConsent,
  },
  retention: always('yes', 'Art. 5(1)(e)', 'What is no longer needed for its purpose is not kept; what a law demands has a period of its own.'),
};

export const matrixRules: readonly MatrixRule[] = Object.entries(matrix).flatMap(([right, rows]) =>
  bases.map((basis): MatrixRule => ({ right: right as MatrixRule['right'], basis, applies: rows[basis][0], source: rows[basis][1], because: rows[basis][2] })));
