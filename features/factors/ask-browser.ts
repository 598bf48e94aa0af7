import type { NewCredential, PasskeyAnswer } from "@/features/factors/schema";

/** Has the browser make a passkey. Throws an Error whose message says what went wrong. */
export async function createPasskey(options: object): Promise<NewCredential> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  // The server made them with the same library.
  const optionsJSON = options as Parameters<typeof startRegistration>[0]["optionsJSON"];
  const { clientExtensionResults, ...credential } = await startRegistration({ optionsJSON }).catch(explain);
  return { ...credential, clientExtensionResults: { ...clientExtensionResults } };
}

/** Has the browser answer with a passkey that it or the person's device has. */
export async function getPasskey(options: object): Promise<PasskeyAnswer> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const optionsJSON = options as Parameters<typeof startAuthentication>[0]["optionsJSON"];
  const { clientExtensionResults, ...answer } = await startAuthentication({ optionsJSON }).catch(explain);
  return { ...answer, clientExtensionResults: { ...clientExtensionResults } };
}

function explain(error: unknown): never {
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") throw new Error("This device has a passkey for your account already.");
  if (name === "NotAllowedError")
    throw new Error("The browser got no passkey: its question was closed, or took too long.");
  if (name === "SecurityError")
    throw new Error("Passkeys don't work at this address. Open Replify at the address it is set up for.");
  throw new Error("This browser could not use a passkey. Try another way.");
}
