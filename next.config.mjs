// Not in TypeScript: to compile it, Next would load its compiler at each start.
/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  images: { unoptimized: true },
  turbopack: {
    root: import.meta.dirname,
    rules: {
      "**/features/*/contract.ts": {
        condition: "browser",
        loaders: ["./lib/endpoints-loader.mjs"],
        as: "*.js",
      },
    },
  },
  serverExternalPackages: ["@node-rs/argon2", "postgres", "pino"],
  // `npm run verify` type-checks; doing it again here would only slow the first `npm start`.
  typescript: { ignoreBuildErrors: true },
  // Of 150 entries most are of the API, whose calls don't pass through Next.
  experimental: { preloadEntriesOnStart: false },
};

export default config;
