import "./check-node";
import * as z from "zod";
import { closeDatabase } from "@/db/client";
import { createInitialAdmin } from "@/features/sign-in/setup";
import { AppError } from "@/lib/errors";

try {
  await createInitialAdmin();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}

function explain(error: unknown): unknown {
  if (error instanceof z.ZodError) return error.issues.map((issue) => issue.message).join(" ");
  return error instanceof AppError ? error.message : error;
}
