import fc from "fast-check";
import { expect, test } from "vitest";
import { createByteBudget } from "./byte-budget";

test("never gives more than there is unless to who is alone, and has all of it again in the end", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(60), fc.boolean()), { maxLength: 60 }), (steps) => {
      const budget = createByteBudget(100);
      const holds = Array.from({ length: 5 }, () => ({ hold: budget.hold(), own: 0 }));
      for (const [index, bytes, isRelease] of steps) {
        const one = holds[index] ?? { hold: budget.hold(), own: 0 };
        const used = holds.reduce((sum, { own }) => sum + own, 0);
        if (isRelease) {
          one.hold.release();
          one.own = 0;
        } else {
          const isTaken = one.hold.take(bytes);
          expect(isTaken).toBe(used + bytes <= 100 || used === one.own);
          if (isTaken) one.own += bytes;
        }
      }
      for (const { hold } of holds) hold.release();
      const [all, more] = [budget.hold(), budget.hold()];
      expect([all.take(100), more.take(1)]).toEqual([true, false]);
    }),
  );
});
