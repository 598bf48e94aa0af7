import "./check-node";
import { onShutdown } from "@/lib/on-shutdown";
import { StartupError } from "@/lib/startup-error";
import { ensureBuild } from "./build";
import { requireFreePort } from "./ports";
import { readSettings } from "./settings";

onShutdown(async () => {});
try {
  // What would keep the product from starting is said before minutes go by.
  const settings = await readSettings(process.env);
  await requireFreePort(settings);
  await ensureBuild({ ...settings.environment, NODE_ENV: "production" });
  process.exit(0);
} catch (error) {
  console.error(error instanceof StartupError ? error.message : error);
  process.exit(1);
}
