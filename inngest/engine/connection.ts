import postgres, { type Sql } from "postgres";
import { createPostgresSocket } from "@/lib/postgres-socket";

const POOL_SIZE = 6;

/** The engine's own small pool. It outlives restarts of the database: queries fail, and work again once it is back. */
export function connectDatabase(databaseUrl: string): Sql {
  return postgres(databaseUrl, {
    max: POOL_SIZE,
    connect_timeout: 5,
    onnotice: () => {},
    // The lookup runs unguarded on each new connection: losing that one then would end the process.
    fetch_types: false,
    // `false` the driver would drop.
    connection: { application_name: "inngest-engine", statement_timeout: 30_000, jit: "off" },
    // Understood by the driver, absent from its types.
    ...{ socket: createPostgresSocket },
  });
}
