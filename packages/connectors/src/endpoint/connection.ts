import { request, type IncomingHttpHeaders } from 'node:http';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates, type ConnectionOptions, type TLSSocket } from 'node:tls';

/** Where and how long: the address is the one that was checked, the name is the one that was asked for. */
export type Place = {
  readonly address: string; readonly host: string; readonly port: number; readonly timeoutMs: number;
  readonly certificateAuthority: string | undefined; readonly signal: AbortSignal;
};

const late = (): Error => Object.assign(new Error('Too late.'), { code: 'ETIMEDOUT' });

/** Gives the socket once it stands; rejects with its error, after the time limit, or when stopped. */
const standing = <S extends Socket>(socket: S, event: string, { timeoutMs, signal }: Place): Promise<S> => new Promise((resolve, reject) => {
  const timer = setTimeout(() => { socket.destroy(late()); }, timeoutMs);
  const stop = (): void => { socket.destroy(new Error('Stopped.')); };
  signal.addEventListener('abort', stop, { once: true });
  const settle = (finish: () => void) => (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    finish();
  };
  socket.once(event, settle(() => { resolve(socket); }));
  // Stays on the socket: what goes wrong later is seen by whoever reads it then, or was given up.
  socket.on('error', (error) => { settle(() => { reject(error); })(); });
  socket.once('close', settle(() => { reject(Object.assign(new Error('Closed.'), { code: 'ECONNRESET' })); }));
});

/** Connects without TLS. */
export const openPlain = (place: Place): Promise<Socket> => standing(connectPlain({ host: place.address, port: place.port }), 'connect', place);

/** Connects with TLS and lets every certificate through: whether it holds is what shall be found out. */
export const openTls = (place: Place, versions: Pick<ConnectionOptions, 'minVersion' | 'maxVersion' | 'ciphers'> = {}): Promise<TLSSocket> => standing(connectTls({
  host: place.address, port: place.port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'], ...versions,
  ...(isIP(place.host) === 0 ? { servername: place.host } : {}),
  ...(place.certificateAuthority === undefined ? {} : { ca: [...rootCertificates, place.certificateAuthority] }),
}), 'secureConnect', place);

/** What came back over a connection: the body only as far as `bytesMax`. */
export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** Asks once over a connection that stands, and closes it. Rejects when no answer comes in time. */
export const ask = (socket: Socket, place: Place, path: string, bytesMax = 0): Promise<Answer> => new Promise((resolve, reject) => {
  const host = `${place.host.includes(':') ? `[${place.host}]` : place.host}:${place.port}`;
  const asked = request({
    createConnection: () => socket, method: 'GET', path, setHost: false,
    headers: { host: host.replace(/:(80|443)$/, ''), 'user-agent': 'avouch', accept: '*/*', connection: 'close' },
  });
  const finish = (settle: () => void): void => {
    clearTimeout(timer);
    place.signal.removeEventListener('abort', stop);
    settle();
    asked.destroy();
    socket.destroy();
  };
  const stop = (): void => { finish(() => { reject(new Error('Stopped.')); }); };
  const timer = setTimeout(() => { finish(() => { reject(late()); }); }, place.timeoutMs);
  place.signal.addEventListener('abort', stop, { once: true });
  asked.on('error', (error) => { finish(() => { reject(error); }); });
  asked.on('response', (response) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const give = (): void => {
      finish(() => { resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).subarray(0, bytesMax).toString('utf8') }); });
    };
    if (bytesMax === 0) return give();
    response.on('data', (part: Buffer) => {
      bytes += part.length;
      parts.push(part);
      if (bytes >= bytesMax) give();
    });
    response.on('error', (error) => { finish(() => { reject(error); }); });
    return response.on('end', give);
  });
  asked.end();
});
