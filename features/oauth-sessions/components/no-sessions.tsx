"use client";

import { useQuery } from "@tanstack/react-query";
import { Plug } from "lucide-react";
import { CodeBlock } from "@/components/code-block";
import { EmptyState } from "@/components/empty-state";
import { connectSample } from "@/features/oauth-clients/connect-sample";
import { oauthClientQuery } from "@/features/oauth-clients/hooks";

interface NoSessionsProps {
  clientId: string;
  /** Where customers connect. */
  origin: string;
}

/** How the first customer connects the app. */
export function NoSessions({ clientId, origin }: NoSessionsProps) {
  const { data: client } = useQuery(oauthClientQuery(clientId));
  const sample = client && connectSample(client, origin);
  return (
    <div className="pb-6">
      <EmptyState
        icon={<Plug />}
        title="No one has connected yet"
        description={sample?.explanation ?? "Sessions appear as customers sign in through the app."}
        className="pb-4"
      />
      {sample && (
        <CodeBlock
          title={sample.title}
          code={sample.code}
          isWrapped
          className="mx-auto max-w-3xl max-md:mx-4"
        />
      )}
    </div>
  );
}
