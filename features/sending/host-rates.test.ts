import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { asOwner } from "@/db/own-database";
import {
  ctx,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents, storeEvents } from "@/features/events/publish";
import { startSending, stopDeliveries } from "@/features/sending/pump";
import { sendTestEvent } from "@/features/sending/test-event";
import { type ConnectProxy, startConnectProxy } from "@/lib/egress/fixtures/connect-proxy";

const RATE = 20;
/** So many that half of it takes longer than all else, however slow the machine is. */
const BACKLOG = 1_000;
let proxy: ConnectProxy;

beforeAll(async () => {
  proxy = await startConnectProxy(() => ({ host: "127.0.0.1", port: receiver.port }));
  // Before anything reads the settings, which happens once.
  vi.stubEnv("EGRESS_PROXY_URL", proxy.url);
  vi.stubEnv("EGRESS_HOST_RATES", `slow.test=${RATE},slower.test=0.2`);
});

withOwnDatabaseAndReceiver();

afterAll(async () => {
  await stopDeliveries();
  await proxy.close();
});

const isSlow = ({ path }: { path: string }) => path.startsWith("/slow");

function publish(count: number) {
  return publishEvents(
    ctx,
    Array.from({ length: count }, () => TICKET),
  );
}

test("a backlog for a host with a rate is not claimed in vain, keeps its order, and delays nobody else", async () => {
  const changes = await countChanges();
  await subscribe({ targetUrl: "http://slow.test/slow", name: "a" });
  await publish(BACKLOG);
  await subscribe({ targetUrl: "http://quick.test/quick", eventTypes: ["chat.*"] });
  startSending();
  await receiver.waitForMany(RATE, isSlow);
  await storeEvents(
    ctx,
    Array.from({ length: 100 }, () => ({ type: "chat.started", data: {} })),
  );
  startSending();
  await receiver.waitForMany(100, ({ path }) => path === "/quick");
  expect(receiver.requests.filter(isSlow).length).toBeLessThan(BACKLOG / 2);
  const sent = await receiver.waitForMany(5 * RATE, isSlow);

  const { leases, statements } = await changes();
  const delivered = receiver.requests.length;
  // Those that are on their way or wait for a turn that is taken, and what the first claim got in vain.
  expect(leases).toBeLessThanOrEqual(delivered + 3 * RATE + 40);
  expect(statements).toBeLessThanOrEqual(4 * delivered);
  const ids = sent.map(({ headers }) => String(headers["webhook-id"]));
  const inOrder = ids.toSorted();
  // Those of one second pass one another on their way, and the last of it the first of the next.
  for (const [place, id] of ids.entries())
    expect(Math.abs(inOrder.indexOf(id) - place)).toBeLessThan(2 * RATE);
});

test("a test goes to such a host at once, before those that wait", async () => {
  const { id } = await subscribe({ targetUrl: "http://slower.test/slower" });
  await publish(20);
  startSending();
  const isSlower = ({ path }: { path: string }) => path === "/slower";
  await receiver.waitFor(isSlower);
  const tested = await sendTestEvent(ctx, id, {});
  startSending();
  await receiver.waitFor(({ headers }) => headers["webhook-id"] === tested.id);
  // One goes every five seconds.
  expect(receiver.requests.filter(isSlower).length).toBeLessThan(10);
});

/** Counts the leases that are given, and the statements that change the queue, from now on. */
async function countChanges() {
  await asOwner(async (owner) => {
    await owner.unsafe(`
      create table changes (kind text not null);
      grant insert on changes to public;
      create function note_change() returns trigger language plpgsql as $$
        begin insert into changes values (tg_argv[0]); return null; end $$;
      create trigger note_lease after update on open_deliveries for each row
        when (new.is_sending and not old.is_sending) execute function note_change('lease');
      create trigger note_statement after update on open_deliveries for each statement execute function note_change('statement')`);
  });
  return () =>
    asOwner(async (owner) => {
      const [row] = await owner<{ leases: number; statements: number }[]>`
        select count(*) filter (where kind = 'lease')::int as leases, count(*) filter (where kind = 'statement')::int as statements
        from changes`;
      return row ?? { leases: 0, statements: 0 };
    });
}
