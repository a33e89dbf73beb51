// The shop's own work while people are erased: so many questions a second over four connections, from a process of its own. Each minute's
// worth of them is the same. Told to stop, it says how long they took: `node bench/requests-load.mjs <url> <people> <a second>`.
import { performance } from 'node:perf_hooks';
import pg from 'pg';

const [url, people, perSecond] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const kinds = [
  (n) => ['select * from orders where customer_id = $1', [1 + ((n * 31) % people)]],
  (n) => ['select * from lines l join orders o on o.id = l.order_id where o.customer_id = $1', [1 + ((n * 37) % people)]],
  (n) => ['update sessions set label = $2 where id = (select min(id) from sessions where customer_id = $1)', [1 + ((n * 17) % people), `load ${n}`]],
  (n) => ['select * from mails where customer_id = $1 order by happened desc limit 20', [1 + ((n * 41) % people)]],
];
const clients = Array.from({ length: 4 }, () => new pg.Client({ connectionString: url }));
await Promise.all(clients.map((client) => client.connect()));
let running = true;
process.on('SIGTERM', () => { running = false; });
const took = [];
const began = performance.now();
let sent = 0;
let failed = 0;
await Promise.all(clients.map(async (client) => {
  while (running) {
    const n = sent;
    const due = began + (n * 1000) / perSecond;
    sent += 1;
    const early = due - performance.now();
    if (early > 0) await new Promise((done) => { setTimeout(done, early); });
    const [text, values] = kinds[n % kinds.length](n);
    // From when it was due, so that what waited behind a slow one counts as slow.
    await client.query(text, values).catch(() => { failed += 1; });
    took.push(performance.now() - Math.min(due, performance.now()));
  }
}));
took.sort((one, other) => one - other);
console.log(JSON.stringify({ asked: took.length, failed, perSecond: (took.length * 1000) / (performance.now() - began), p50: took[Math.floor(took.length * 0.5)], p99: took[Math.floor(took.length * 0.99)] }));
process.exit(0);
