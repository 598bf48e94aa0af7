import { onlineManager, useQueryClient } from "@tanstack/react-query";
import { unstable_rethrow } from "next/navigation";
import { useTransition } from "react";

/**
 * Before the session ends, what is being fetched is stopped, and nothing more is fetched until the signed-in pages are left: without a session
 * it would be refused.
 */
export function useSignOut(action: () => Promise<void>) {
  const queryClient = useQueryClient();
  const [isPending, startSigningOut] = useTransition();

  async function signOut() {
    onlineManager.setOnline(false);
    await queryClient.cancelQueries();
    try {
      await action();
    } catch (error) {
      // That it leads elsewhere comes as an error, too.
      unstable_rethrow(error);
      onlineManager.setOnline(true);
      throw error;
    }
  }

  return { isPending, start: () => !isPending && startSigningOut(signOut) };
}
