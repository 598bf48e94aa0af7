import { useRef, useState } from "react";
import { useSendMessage } from "@/features/chats/hooks";
import { randomId } from "@/lib/random-id";

export interface UnsentMessage {
  id: string;
  body: string;
  at: string;
  /** Why it was not stored; null while it is on its way. */
  failure: string | null;
  onRetry(): void;
  onDiscard(): void;
}

/** Messages that were written and are not stored yet, in their order. */
export function useOutbox(chatId: string) {
  const [unsent, setUnsent] = useState<Pick<UnsentMessage, "id" | "body" | "at" | "failure">[]>([]);
  const { mutateAsync } = useSendMessage(chatId);
  // One after the other: two at once could arrive the other way round.
  const last = useRef<Promise<unknown>>(Promise.resolve());

  const drop = (id: string) => setUnsent((all) => all.filter((one) => one.id !== id));
  const mark = (id: string, failure: string | null) =>
    setUnsent((all) => all.map((one) => (one.id === id ? { ...one, failure } : one)));

  function deliver(id: string, body: string): Promise<void> {
    const sent = last.current
      // One key for all tries: a message whose answer got lost is not written twice.
      .then(() => mutateAsync({ body, idempotencyKey: id }))
      .then(
        () => drop(id),
        (error: Error) => {
          mark(id, error.message);
          throw error;
        },
      );
    last.current = sent.catch(() => {});
    return sent;
  }

  return {
    unsent: unsent.map(
      (one): UnsentMessage => ({
        ...one,
        onRetry() {
          mark(one.id, null);
          // The failure is shown at the message.
          deliver(one.id, one.body).catch(() => {});
        },
        onDiscard: () => drop(one.id),
      }),
    ),
    /** Shows the message at once; rejects when it could not be stored. */
    send(body: string): Promise<void> {
      const id = randomId();
      setUnsent((all) => [...all, { id, body, at: new Date().toISOString(), failure: null }]);
      return deliver(id, body);
    },
  };
}
