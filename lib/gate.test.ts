import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createGate } from "./gate";

const REFUSAL = "Too many at once. Try again shortly.";
let gates = 0;

/** Work that ends when told to. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

test("never more at once than told, and everybody let in gets a turn in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.boolean(), { maxLength: 30 }), async (scheduler, fails) => {
      const gate = createGate(`in order ${++gates}`, { atOnce: 2, waiting: 50, refusal: REFUSAL });
      let inside = 0;
      const order: number[] = [];
      const works = fails.map((fail, index) =>
        gate(async () => {
          order.push(index);
          expect(++inside).toBeLessThanOrEqual(2);
          await scheduler.schedule(Promise.resolve());
          inside--;
          if (fail) throw new Error("failed");
        }),
      );
      const [results] = await Promise.all([Promise.allSettled(works), scheduler.waitIdle()]);
      expect(results.map(({ status }) => status === "rejected")).toEqual(fails);
      expect(order).toEqual(fails.map((_, index) => index));
    }),
  );
});

test("who finds the queue full is refused at once, and there is room again later", async () => {
  const gate = createGate("full", { atOnce: 2, waiting: 1, refusal: REFUSAL });
  const { work, end } = held();
  const taken = [gate(work), gate(work), gate(work)];
  await expect(gate(work)).rejects.toMatchObject({
    code: "unavailable",
    message: REFUSAL,
    headers: { "retry-after": "5" },
  });
  end();
  await Promise.all(taken);
  await expect(gate(async () => "in")).resolves.toBe("in");
});

test("one key has only its share", async () => {
  const gate = createGate("keys", { atOnce: 2, waiting: 10, perKey: 3, refusal: REFUSAL });
  const { work, end } = held();
  const taken = [gate(work, "a"), gate(work, "a"), gate(work, "a"), gate(work, "b")];
  await expect(gate(work, "a")).rejects.toMatchObject({ code: "unavailable" });
  end();
  await Promise.all(taken);
  await expect(gate(async () => "in", "a")).resolves.toBe("in");
});

test("copies of the module share the room, and each refuses by an error of its own", async () => {
  const limits = { atOnce: 1, waiting: 0, refusal: REFUSAL };
  const { work, end } = held();
  const taken = createGate("shared", limits)(work);
  vi.resetModules();
  const copy = await import("./gate");
  const { AppError } = await import("./errors");
  await expect(copy.createGate("shared", limits)(work)).rejects.toBeInstanceOf(AppError);
  end();
  await taken;
});
