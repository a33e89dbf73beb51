import { NextResponse, type NextRequest } from 'next/server';
import { consentHeaders } from '@avouch/consent/next';

/** The header in which your own proxy states the visitor's country. Without one of yours, leave it empty: then nobody's word is taken. */
const placeFrom = process.env['PLACE_HEADER'];
/** Answers go to the origin of the notice that `app/notice.ts` reads, and to no other. */
const answersTo = process.env['CONSENT_NOTICE'] ? ` ${new URL(process.env['CONSENT_NOTICE']).origin}` : '';

/** Gives each page a policy with a nonce of its own, and passes the visitor's place on to where the choice is read. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  // React's development build turns text into code; the production build does not.
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  const policy = [
    "default-src 'none'", `script-src 'nonce-${nonce}' 'strict-dynamic'${development}`, `style-src 'self' 'nonce-${nonce}'`, "img-src 'self'", "font-src 'self'", `connect-src 'self' https://counter.example${answersTo}`,
    'frame-src https://tube.example', "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
  ].join('; ');
  const headers = consentHeaders(request, placeFrom ? { from: placeFrom } : {});
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: [{ source: '/((?!_next/static|favicon.ico).*)' }] };
