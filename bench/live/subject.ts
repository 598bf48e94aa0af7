import type { App } from "../../e2e/app";
import type { ReceiverProcess } from "../receiver-process";
import type { Client } from "./client";

/** A started product, and what it is measured with. */
export interface Subject {
  app: App;
  client: Client;
  receiver: ReceiverProcess;
  /** Of a PostgreSQL beside the product's own. */
  ownerUrl: string;
}
