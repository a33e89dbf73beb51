import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { fail, notApplicable, pass } from './verdicts.ts';

type Listener = EntityOf<'listener'>;

/** Ports that speak for a database, a cache or a console of administration when they are at their usual place. */
const inner: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'], [1521, 'Oracle'], [2375, 'Docker'], [2376, 'Docker'], [2379, 'etcd'], [2380, 'etcd'], [3306, 'MySQL'], [3389, 'remote desktop'], [5432, 'PostgreSQL'], [5601, 'Kibana'],
  [5672, 'RabbitMQ'], [5900, 'VNC'], [5984, 'CouchDB'], [6379, 'Redis'], [6443, 'Kubernetes'], [8086, 'InfluxDB'], [9000, 'an administration console'], [9042, 'Cassandra'], [9090, 'Prometheus'], [9092, 'Kafka'], [9200, 'Elasticsearch'],
  [10250, 'the kubelet'], [11211, 'Memcached'], [15672, 'the RabbitMQ console'], [27017, 'MongoDB'],
]);

/** Services that send passwords and data in the clear. */
const clear: ReadonlyMap<number, string> = new Map([[21, 'FTP'], [23, 'Telnet'], [69, 'TFTP'], [110, 'POP3'], [143, 'IMAP'], [512, 'rexec'], [513, 'rlogin'], [514, 'rsh']]);

const alone = (service: string): Judgement => pass(`${service} can be reached from this machine only.`);

const judgeInner = ({ port, protocol, beyondLoopback }: Listener): Judgement => {
  const service = protocol === 'tcp' || port === 11211 ? inner.get(port) : undefined;
  if (service === undefined) return notApplicable('It is not the usual port of a database or an administration console.');
  return beyondLoopback ? fail(`The usual port of ${service} can be reached from other machines.`) : alone(`The usual port of ${service}`);
};

const judgeClear = ({ port, beyondLoopback }: Listener): Judgement => {
  const service = clear.get(port);
  if (service === undefined) return notApplicable('It is not the usual port of a service that speaks in the clear.');
  return beyondLoopback ? fail(`The usual port of ${service}, which speaks in the clear, can be reached from other machines.`) : alone(`The usual port of ${service}`);
};

/** Checks over ports that a machine listens on. */
export const listenerChecks = checksOver('listener', [
  {
    id: 'listener.no-inner-service', title: 'Databases and consoles listen on the machine itself only', why: 'What other machines cannot reach, they cannot attack.',
    remedy: 'Bind the service to `127.0.0.1` or a private address, and let the firewall pass only the machines that need it.', controls: ['NET-01', 'NET-02', 'NET-06'], judge: judgeInner,
  },
  {
    id: 'listener.no-clear-service', title: 'No service speaks in the clear to other machines', why: 'Passwords that cross a network in the clear are read there.',
    remedy: 'Switch the service off, and use SFTP, SSH or the TLS port of the protocol instead.', controls: ['CRY-01', 'NET-01'], judge: judgeClear,
  },
]);
