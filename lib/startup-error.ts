/** Something keeps Replify from starting. The message is one sentence for the person at the terminal; no stack is shown. */
export class StartupError extends Error {
  override name = "StartupError";
}
