import { keptSecrets } from "../scripts/secrets";
import { startApp } from "./app";
import { findBrowser } from "./browser";
import { makeDataTemplate } from "./data-template";
import { leaksInLogs, logsSince, startSecretWatch } from "./secret-watch";

/** Starts the production server once for all specs and finds their browser; what it returns ends both, and searches the logs for secrets. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const startedAtMs = Date.now();
  startSecretWatch();
  process.env.PLAYWRIGHT_CHROMIUM = await findBrowser();
  const removeTemplate = await makeDataTemplate();
  // Retries after 5 s, 30 s, 2 min … come after 50 ms, 300 ms, 1.2 s …
  const app = await startApp({ environment: { DELIVERY_TIME_SCALE: "0.01" } });
  const { NEXTAUTH_SECRET, ENCRYPTION_KEYS } = await keptSecrets(app.dataDir);
  // The fixtures make rows and cookies with the app's own code, which reads its settings here.
  Object.assign(process.env, {
    APP_URL: app.url,
    DATABASE_URL: app.databaseUrl,
    DATA_DIR: app.dataDir,
    NEXTAUTH_SECRET,
    ENCRYPTION_KEYS,
  });
  process.env.E2E_URL = app.url;
  process.env.E2E_DATABASE_URL = app.databaseUrl;
  process.env.E2E_DATA_DIR = app.dataDir;
  process.env.E2E_LOG_FILE = app.logFile;
  return async () => {
    await app.stop();
    await removeTemplate();
    const leaks = await leaksInLogs(await logsSince(startedAtMs));
    if (leaks.length > 0) throw new Error(`There are secrets in the logs:\n${leaks.join("\n")}`);
  };
}
