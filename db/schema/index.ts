export * from "./audit";
export * from "./auth";
export * from "./deliveries";
export * from "./engine";
export * from "./events";
export * from "./organizations";
export * from "./subscriptions";
