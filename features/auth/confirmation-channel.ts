const CHANNEL = "replify-confirmed";

/** Tells the other windows of this browser that the person has confirmed who they are. */
export function announceConfirmed(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** Hears of it; returns how to stop. Whether it is true the server decides with the next call. */
export function onConfirmedElsewhere(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", listener);
  return () => channel.close();
}
