/** What one request has taken of a budget. */
export interface ByteHold {
  /** False, and nothing taken, where others leave no room. Who is alone gets what it asks for: what needs more than all could else never come in. */
  take(bytes: number): boolean;
  release(): void;
}

/** Bytes that all requests of this process together may hold in memory at once. */
export function createByteBudget(maxBytes: number): { hold(): ByteHold } {
  let used = 0;
  return {
    hold() {
      let own = 0;
      return {
        take(bytes) {
          if (used > own && used + bytes > maxBytes) return false;
          used += bytes;
          own += bytes;
          return true;
        },
        release() {
          used -= own;
          own = 0;
        },
      };
    },
  };
}
