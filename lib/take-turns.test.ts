import { expect, test } from "vitest";
import { oneAtATime } from "./take-turns";

test("work is done one by one, in the order it came, and what is too much is turned away", async () => {
  const inTurn = oneAtATime(3);
  const steps: string[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} begins`);
    await Promise.resolve();
    steps.push(`${name} ends`);
    if (name === "b") throw new Error("b failed");
    return name;
  };
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => inTurn(work(name)));
  expect(d).toBeNull();
  expect((await Promise.allSettled([a, b, c])).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(steps).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(await inTurn(work("e"))).toBe("e");
});
