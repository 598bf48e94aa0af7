interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Groups writes: while one is under way the next ones wait and then go together, so an idle process writes at once and a busy one writes in
 * batches. `write` does all or nothing, and gives a result for each of the items in their order, or none at all. Where `isUndone` says that
 * nothing of a failed write has stayed, its items are tried again apart: a bad one harms only itself.
 */
export function createBatcher<Item, Result = void>(
  write: (items: Item[]) => Promise<Result[] | Extract<Result, void>>,
  maxItems: number,
  isUndone: (error: unknown) => boolean = () => false,
) {
  let waiting: Waiting<Item, Result>[] = [];
  let isWriting = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxItems);
      waiting = waiting.slice(maxItems);
      await settle(batch);
    }
    isWriting = false;
  }

  async function settle(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(batch.map(({ item }) => item));
      const each: Result[] = Array.isArray(results) ? results : batch.map(() => results);
      for (const [index, result] of each.entries()) batch[index]?.resolve(result);
    } catch (error) {
      if (batch.length === 1 || !isUndone(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await settle(batch.slice(0, middle));
      await settle(batch.slice(middle));
    }
  }

  return {
    push(item: Item): Promise<Result> {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (isWriting) return;
        isWriting = true;
        // A turn of the event loop lets what arrived together be written together.
        setImmediate(() => void drain());
      });
    },
  };
}
