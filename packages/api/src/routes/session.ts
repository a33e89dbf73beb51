import { z } from 'zod';
import { session, setupOrder } from '../shapes/programme.ts';
import { category } from '../shapes/standing.ts';
import { nothingBack, org, route } from './define.ts';

const organisation = z.object({ id: z.string(), name: z.string(), categories: z.array(category), createdAt: z.string() }).meta({ id: 'Organisation' });

export const sessionRoutes = {
  health: route('GET', '/health', { id: 'health', title: 'Whether the server and its database answer', permission: 'public', output: z.object({ ok: z.boolean(), version: z.string(), database: z.string() }) }),
  setupState: route('GET', '/setup', { id: 'setup.state', title: 'Whether the first run is still to be done', permission: 'public', output: z.object({ needed: z.boolean() }) }),
  setup: route('POST', '/setup', { id: 'setup.create', title: 'Do the first run: owner, company, system, categories; signs in', permission: 'public', body: setupOrder, output: session }),
  signIn: route('POST', '/session', { id: 'session.sign_in', title: 'Sign in with a password; sets the session cookie', permission: 'public', body: z.object({ email: z.email().max(320), password: z.string().min(1).max(200) }), output: session }),
  session: route('GET', '/session', { id: 'session.read', title: 'Who is signed in, and their organisations', permission: 'session', output: session }),
  signOut: route('DELETE', '/session', { id: 'session.sign_out', title: 'Sign out', permission: 'session', output: nothingBack }),
  organisation: route('GET', '/orgs/:org', { id: 'organisation.read', title: 'The organisation', permission: 'organisation.read', params: org, output: organisation }),
};
