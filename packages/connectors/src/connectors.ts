import type { Connector } from './connector.ts';
import { cyclonedx } from './cyclonedx/cyclonedx.ts';
import { dns } from './dns/dns.ts';
import { endpoint } from './endpoint/endpoint.ts';
import { git } from './git/git.ts';
import { github } from './github/github.ts';
import { host } from './host/host.ts';
import { lynis } from './lynis/lynis.ts';
import { openscap } from './openscap/openscap.ts';
import { osquery } from './osquery/osquery.ts';
import { postgres } from './postgres/postgres.ts';
import { prowler } from './prowler/prowler.ts';
import { sarif } from './sarif/sarif.ts';

export { readAll } from './outside/read-all.ts';

/** Every connector that Avouch has, in the order in which they are offered: what needs no account, then services, then files of other tools. */
export const connectors: readonly Connector[] = [git, postgres, endpoint, dns, host, github, prowler, sarif, cyclonedx, openscap, lynis, osquery];

/** The connector with this id, or undefined. */
export const connectorOf = (id: string): Connector | undefined => connectors.find((connector) => connector.id === id);
