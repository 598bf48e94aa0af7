import * as z from "zod";
import { type Dialect, statusIn } from "@/lib/dialect";
import type { ErrorCode } from "@/lib/errors";
import { exampleProblem, problemSchema } from "./problems";

/** How an error is written down. */
interface ErrorLook {
  mediaType: string;
  schema: z.ZodType;
  example(code: ErrorCode): unknown;
}

const OWN: ErrorLook = {
  mediaType: "application/problem+json",
  schema: problemSchema,
  example: exampleProblem,
};

const replyProblemSchema = problemSchema
  .omit({ issues: true })
  .extend({
    message: z.string().meta({ description: "The same as detail." }),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({ description: "A JSON Pointer into the body: /eventTypes/0" }),
          detail: z.string(),
        }),
      )
      .meta({ description: "One entry for each thing wrong with the input." }),
  })
  .meta({ id: "ReplyProblem", description: "Problem details (RFC 9457) as Reply's clients read them." });

const restHookErrorsSchema = z
  .array(
    z.object({
      param: z.string().meta({ description: "The field; empty where it is none in particular." }),
      msg: z.string(),
    }),
  )
  .meta({ id: "RestHookErrors", description: "One entry for each thing wrong." });

const LOOKS: Record<Dialect, ErrorLook> = {
  reply_v3: {
    mediaType: "application/problem+json",
    schema: replyProblemSchema,
    example(code) {
      const { issues = [], ...problem } = exampleProblem(code);
      const errors = issues.map(({ path, message }) => ({ pointer: `/${path}`, detail: message }));
      return { ...problem, status: statusIn("reply_v3", code), message: problem.detail, errors };
    },
  },
  rest_hooks: {
    mediaType: "application/json",
    schema: restHookErrorsSchema,
    example(code) {
      const { detail, issues = [{ path: "", message: detail }] } = exampleProblem(code);
      return issues.map(({ path, message }) => ({ param: path, msg: message }));
    },
  },
};

export function errorLookOf(dialect: Dialect | undefined): ErrorLook {
  return dialect ? LOOKS[dialect] : OWN;
}
