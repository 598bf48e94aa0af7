import "./check-node";
import { StartupError } from "@/lib/startup-error";
import { ensureBuild } from "./build";

try {
  await ensureBuild(process.env);
} catch (error) {
  console.error(error instanceof StartupError ? error.message : error);
  process.exitCode = 1;
}
