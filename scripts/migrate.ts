import "./check-node";
import { existsSync } from "node:fs";
import { requireEncryptionKeys } from "@/db/encryption-keys";
import { migrateDatabase } from "@/db/migrate";
import { StartupError } from "@/lib/startup-error";

if (existsSync(".env")) process.loadEnvFile(".env");
const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, ENCRYPTION_KEYS: encryptionKeys } = process.env;
try {
  if (!url)
    throw new StartupError("DATABASE_URL must be set; `npm start` migrates the built-in database by itself.");
  await migrateDatabase(ownerUrl || url, { appUrl: url });
  if (encryptionKeys) await requireEncryptionKeys(url, encryptionKeys);
  console.log("The database has this version's schema.");
} catch (error) {
  console.error(error instanceof StartupError ? error.message : error);
  process.exitCode = 1;
}
