import postgres, { type Sql } from "postgres";
import { createPostgresSocket } from "@/lib/postgres-socket";

const POOL_SIZE = 6;

/**
 * Each connection plans a statement once, maybe while the tables are empty or nobody has counted them yet. All of the engine's statements
 * start from a few rows and find the others by an index, so nothing else is considered. `false` the driver would drop.
 */
const PLANS = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  jit: "off",
};

/** The engine's own small pool. It outlives restarts of the database: queries fail, and work again once it is back. */
export function connectDatabase(databaseUrl: string): Sql {
  return postgres(databaseUrl, {
    max: POOL_SIZE,
    connect_timeout: 5,
    onnotice: () => {},
    // The lookup runs unguarded on each new connection: losing that one then would end the process.
    fetch_types: false,
    connection: { application_name: "inngest-engine", statement_timeout: 30_000, ...PLANS },
    // Understood by the driver, absent from its types.
    ...{ socket: createPostgresSocket },
  });
}
