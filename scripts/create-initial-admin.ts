import "./check-node";
import * as z from "zod";
import { closeDatabase } from "@/db/client";
import { createInitialAdmin } from "@/features/auth/setup";

try {
  await createInitialAdmin();
} catch (error) {
  console.error(error instanceof z.ZodError ? error.issues.map((issue) => issue.message).join(" ") : error);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
