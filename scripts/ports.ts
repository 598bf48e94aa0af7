import { createServer } from "node:net";
import { StartupError } from "@/lib/startup-error";

/** A port of this machine that nobody listens on right now. */
export async function freePort(): Promise<number> {
  return probe({ port: 0, host: "127.0.0.1" });
}

/** Fails with what to do about it when the web process could not listen. */
export async function requireFreePort({ port, host }: { port: number; host: string }): Promise<void> {
  try {
    await probe({ port, host });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      throw new StartupError(
        `Port ${port} is in use by another program: stop that one, or choose another port: PORT=${port + 1} npm start.`,
      );
    }
    if (code === "EACCES")
      throw new StartupError(`Port ${port} needs more rights than you have: choose one from 1024 up.`);
    throw new StartupError(
      `Replify cannot listen on ${host}:${port} (${code ?? error}): check HOST and PORT.`,
    );
  }
}

function probe(address: { port: number; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(address, () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === "object" && bound ? bound.port : address.port));
    });
  });
}
