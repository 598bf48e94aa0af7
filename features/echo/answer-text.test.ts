import { expect, test } from "vitest";
import { answerText } from "./answer-text";
import { echoAnswerSchema } from "./schema";

test.each([
  [{}, "Answers 200 at once."],
  [{ status: 500 }, "Answers 500 to every request."],
  [{ status: 500, left: 2 }, "Answers 500 to the next 2 requests, then 200."],
  [{ status: 410, left: 1 }, "Answers 410 to the next request, then 200."],
  [{ status: 500, left: 0 }, "Answers 200 at once."],
  [{ status: 429, retryAfterSeconds: 30 }, "Answers 429 with Retry-After: 30 to every request."],
  [{ delaySeconds: 5 }, "Answers 200 after 5 s to every request."],
  [{ status: 500, delaySeconds: 12, left: 3 }, "Answers 500 after 12 s to the next 3 requests, then 200."],
] as const)("%o: %s", (answer, text) => {
  expect(answerText(echoAnswerSchema.parse(answer))).toBe(text);
});
