interface Waiting<T> {
  item: T;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Groups writes: while one is under way the next ones wait and then go together, so an idle engine writes at once and a busy
 * one writes in batches.
 */
export function createBatcher<T>(write: (items: T[]) => Promise<void>, maxItems: number) {
  let waiting: Waiting<T>[] = [];
  let isWriting = false;

  async function drain(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxItems);
      waiting = waiting.slice(maxItems);
      try {
        await write(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }

  return {
    push(item: T): Promise<void> {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        // A turn of the event loop lets what arrived together be written together.
        if (!isWriting) {
          isWriting = true;
          setImmediate(() => void drain());
        }
      });
    },
  };
}
