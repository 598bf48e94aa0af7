/** Code that is fetched when it is needed, or an error in words that people understand: the browser's own would name files. */
export async function loadCode<Code>(load: () => Promise<Code>): Promise<Code> {
  try {
    return await load();
  } catch {
    throw new Error("This could not be loaded. Check your connection and try again.");
  }
}
