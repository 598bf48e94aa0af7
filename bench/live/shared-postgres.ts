import postgres from "postgres";

let count = 0;

/** A database of its own on a PostgreSQL that runs already, as the settings of a product that is to use it. */
export async function createDatabase(server: {
  url: string;
  ownerUrl: string;
}): Promise<{ DATABASE_URL: string; DATABASE_OWNER_URL: string }> {
  const name = `bench_${++count}`;
  const owner = postgres(server.ownerUrl, { max: 1 });
  await owner`create database ${owner(name)}`;
  await owner.end();
  const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return { DATABASE_URL: within(server.url), DATABASE_OWNER_URL: within(server.ownerUrl) };
}
