import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Received {
  at: number;
  body: string;
}

export interface ReceiverProcess {
  url: string;
  keepBodies(): void;
  collect(): Promise<Received[]>;
  stop(): void;
}

export async function startReceiverProcess(): Promise<ReceiverProcess> {
  const child = fork(fileURLToPath(new URL("./receiver.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
  });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    keepBodies: () => void child.send("keep"),
    async collect() {
      child.send("collect");
      const [{ received }] = (await once(child, "message")) as [{ received: Received[] }];
      return received;
    },
    stop: () => child.disconnect(),
  };
}
