import type { ServiceDescription } from './description.ts';
import { auth0 } from './descriptions/auth0.ts';
import { hubspot } from './descriptions/hubspot.ts';
import { intercom } from './descriptions/intercom.ts';
import { mailchimp } from './descriptions/mailchimp.ts';
import { segment } from './descriptions/segment.ts';
import { stripe } from './descriptions/stripe.ts';
import { zendesk } from './descriptions/zendesk.ts';

/** The services that Avouch describes itself. */
export const serviceDescriptions: readonly ServiceDescription[] = [stripe, hubspot, mailchimp, intercom, zendesk, segment, auth0];
