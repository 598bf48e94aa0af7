import "./check-node";
import { StartupError } from "@/lib/startup-error";
import { isNotMigrated, withDatabase } from "./reach-database";

const USAGE = "Usage: npm run factors:reset -- <email address of a member>";

try {
  const [email, ...others] = process.argv.slice(2);
  if (!email?.includes("@") || others.length > 0) throw new StartupError(USAGE);
  console.log(await withDatabase(() => reset(email)));
} catch (error) {
  console.error(error instanceof StartupError ? error.message : error);
  process.exitCode = 1;
}

async function reset(email: string): Promise<string> {
  // Imported only now: the database's address is read as it loads.
  const { closeDatabase } = await import("@/db/client");
  const { resetFactorsByOperator } = await import("@/features/factors/reset");
  try {
    const kinds = await resetFactorsByOperator(email);
    if (kinds === null) throw new StartupError("Nobody has this email address.");
    return kinds.length === 0
      ? "There was no second factor to take away."
      : "Took the second factors away and signed the member out. The password alone is enough until one is added again.";
  } catch (error) {
    throw isNotMigrated(error)
      ? new StartupError("The database does not have this version's schema yet: start Replify once.")
      : error;
  } finally {
    await closeDatabase();
  }
}
