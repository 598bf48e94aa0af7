import "./check-node";
import { parseArgs } from "node:util";
import type { ExpectedHead, VerifiedChain } from "@/features/audit-log/verify";
import { StartupError } from "@/lib/startup-error";
import { isNotMigrated, withDatabase } from "./reach-database";

const USAGE =
  "Usage: npm run audit:verify -- [--organization <id>] [--expect <organization>:<position>:<hash>]…";
const BROKEN = 1;
const NOT_CHECKED = 2;

try {
  process.exitCode = (await run()) ? 0 : BROKEN;
} catch (error) {
  console.error(error instanceof StartupError ? error.message : error);
  process.exitCode = NOT_CHECKED;
}

async function run(): Promise<boolean> {
  const { organization, expected } = readArguments();
  return withDatabase(() => verify(organization, expected));
}

async function verify(organization: number | undefined, expected: ExpectedHead[]): Promise<boolean> {
  // Imported only now: the database's address is read as it loads.
  const { closeDatabase } = await import("@/db/client");
  const { isStillLinked, verifyAuditLog } = await import("@/features/audit-log/verify");
  const { BREAKS } = await import("@/features/audit-log/chain");
  try {
    const chains = await verifyAuditLog(organization);
    if (chains.length === 0 && organization !== undefined)
      throw new StartupError(`There is no organization ${organization}.`);
    for (const { head, broken, ...chain } of chains) {
      const count = `${head.position.toLocaleString("en-GB")} ${head.position === 1 ? "entry" : "entries"}`;
      const whole = `${count}, whole, head ${head.hash || "none"}`;
      console.log(`${titleOf(chain)}: ${broken ? `BROKEN ${describe(broken, BREAKS)}` : whole}`);
    }
    let areKept = true;
    for (const head of expected) {
      const isKept = await isStillLinked(head);
      areKept &&= isKept;
      const place = `Organization ${head.organizationId}, position ${head.position}`;
      console.log(
        `${place}: ${isKept ? "as noted" : `BROKEN the hash noted earlier (${head.hash}) is not there any more: entries were removed from the end, or the chain was made anew`}`,
      );
    }
    return areKept && chains.every((chain) => chain.broken === null);
  } catch (error) {
    throw isNotMigrated(error)
      ? new StartupError(
          "The database does not have this version's schema yet: start Replify once, then verify.",
        )
      : error;
  } finally {
    await closeDatabase();
  }
}

function readArguments(): { organization: number | undefined; expected: ExpectedHead[] } {
  try {
    const { values } = parseArgs({
      options: { organization: { type: "string" }, expect: { type: "string", multiple: true } },
    });
    const { organization, expect = [] } = values;
    if (organization !== undefined && !/^[1-9]\d{0,8}$/.test(organization)) throw new StartupError(USAGE);
    return {
      organization: organization === undefined ? undefined : Number(organization),
      expected: expect.map(readExpected),
    };
  } catch {
    throw new StartupError(USAGE);
  }
}

function readExpected(text: string): ExpectedHead {
  const [, organizationId, position, hash] =
    /^([1-9]\d{0,8}):([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!organizationId || !position || !hash) throw new StartupError(USAGE);
  return { organizationId: Number(organizationId), position: Number(position), hash };
}

function describe(
  { position, entryId, kind }: NonNullable<VerifiedChain["broken"]>,
  breaks: Record<typeof kind, string>,
): string {
  const place = position === null ? "outside the chain" : `at position ${position.toLocaleString("en-GB")}`;
  const entry = entryId === null ? "the entry" : `entry ${entryId}`;
  return `${place} (${kind}): ${entry} ${breaks[kind]}`;
}

/** A name is anybody's text; it must not steer the terminal. */
function titleOf({ organizationId, name }: { organizationId: number; name: string }): string {
  return `Organization ${organizationId}, ${name.replace(/\p{C}/gu, "?")}`;
}
