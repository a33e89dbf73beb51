import { z } from 'zod';
import { id, line, recordType } from './fields.ts';

const choiceId = z.string().regex(/^(?!(?:__proto__|constructor)$)[a-z0-9_-]{1,64}$/, 'is written in small letters, digits, - and _');
const host = z.string().regex(/^(\*\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/, 'is a host name in small letters, without scheme or path');
const place = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'is a place such as DE or US-CA');

const purpose = z.strictObject({
  id: choiceId,
  /** Strictly necessary: always on, never asked. */
  required: z.boolean().default(false),
  /** Direct marketing: an objection ends it at once, Art. 21(3). */
  marketing: z.boolean().default(false),
});

/** A company that stores, reads or receives data under one purpose. */
const vendor = z.strictObject({
  id: choiceId,
  name: line,
  purpose: choiceId,
  url: z.url().max(2000).optional(),
  hosts: z.array(host).max(100).default([]),
  /** Days that each cookie lives, 0 until the browser closes. A name may end in `*`. */
  cookies: z.record(z.string().min(1).max(200), z.number().int().min(0).max(36_500)).default({}),
  storage: z.array(line).max(100).default([]),
});

const schema = z.strictObject({
  name: line,
  /** Host names on which the banner may stand; `*.example.com` covers the subdomains. */
  domains: z.array(host).max(100),
  /** The record of the notice whose words are shown. */
  notice: id,
  purposes: z.array(purpose).min(1).max(100),
  vendors: z.array(vendor).max(300).default([]),
  /** A place that is not here is opt-in. */
  regimes: z.record(place, z.enum(['opt-in', 'opt-out'])).default({}),
  months: z.number().int().min(6).max(60).default(12),
  doNotTrack: z.boolean().default(false),
  /** The identity key of the data map by which back ends name an account; null for those that an account proves there. */
  accountKey: line.nullable().default(null),
  /** Names of interface variants; the first is the baseline that the others are compared with. */
  variants: z.array(line).max(10).default([]),
  /** Only a live site takes answers. */
  status: z.enum(['draft', 'live', 'stopped']).default('draft'),
}).superRefine(({ purposes, vendors, variants }, context) => {
  const ids = [...purposes, ...vendors].map((one) => one.id);
  const twice = ids.find((one, at) => ids.indexOf(one) !== at);
  if (twice !== undefined) context.addIssue({ code: 'custom', path: ['purposes'], message: `${twice} stands twice: purposes and vendors have one id each` });
  vendors.forEach((one, at) => {
    if (!purposes.some((known) => known.id === one.purpose)) context.addIssue({ code: 'custom', path: ['vendors', at, 'purpose'], message: `there is no purpose ${one.purpose}` });
  });
  if (new Set(variants).size !== variants.length) context.addIssue({ code: 'custom', path: ['variants'], message: 'a variant stands twice' });
});

/** A site or app that asks visitors, with what it asks and of whom. */
export type ConsentSite = z.infer<typeof schema>;

/** Where consent is asked. What visitors see is what was published of it. */
export const consentSite = recordType({
  id: 'consent-site',
  title: 'Consent site',
  plural: 'Consent sites',
  purpose: 'Where visitors are asked: on which domains, for which purposes and companies, under which rule.',
  schema,
  relations: { notice: { to: 'consent-notice' } },
  personal: [],
  columns: ['name', 'domains', 'status'],
  label: 'name',
});
