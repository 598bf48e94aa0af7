"use client";

import dynamic from "next/dynamic";
import { orLoadAgain } from "@/components/load-again";
import { Skeleton } from "@/components/ui/skeleton";

const loading = () => <Skeleton className="h-96 w-full" />;

// Of the tabs, only the code of the open one comes with the page.
export const RequestLog = dynamic(
  () =>
    orLoadAgain(() =>
      import("@/features/incoming-requests/components/request-log").then(({ RequestLog }) => RequestLog),
    ),
  { loading },
);
export const SetupTab = dynamic(
  () =>
    orLoadAgain(() =>
      import("@/features/incoming-webhooks/components/setup-tab").then(({ SetupTab }) => SetupTab),
    ),
  { loading },
);
export const SignatureDebugger = dynamic(
  () =>
    orLoadAgain(() =>
      import("@/features/incoming-requests/components/signature-debugger").then(
        ({ SignatureDebugger }) => SignatureDebugger,
      ),
    ),
  { loading },
);
export const SetupSettings = dynamic(
  () =>
    orLoadAgain(() =>
      import("@/features/incoming-webhooks/components/setup-settings").then(
        ({ SetupSettings }) => SetupSettings,
      ),
    ),
  { loading },
);
export const DeletedWebhookRequest = dynamic(
  () =>
    orLoadAgain(() =>
      import("@/features/incoming-requests/components/deleted-webhook-request").then(
        ({ DeletedWebhookRequest }) => DeletedWebhookRequest,
      ),
    ),
  { loading },
);
