"use client";

import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { echoReceiverHref } from "@/features/echo/links";
import { useSendFirstEvent } from "@/features/overview/hooks";

/** Needs no server: it goes to the built-in echo receiver, which is then shown. */
export function SendFirstEvent() {
  const send = useSendFirstEvent();
  const router = useRouter();
  return (
    <Button
      variant="primary"
      size="sm"
      isPending={send.isPending}
      onClick={() =>
        send.mutate(undefined, {
          onSuccess: (receiverId) => router.push(echoReceiverHref(receiverId)),
          onError: (error) => toast.error(error.message),
        })
      }
    >
      <Send aria-hidden />
      Send your first event
    </Button>
  );
}
