import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { SCOPE_TEXT } from "@/features/oauth/scope-text";
import type { OAuthScope } from "@/features/oauth-clients/scopes";

interface ConsentSummaryProps {
  app: { name: string; publisher: string | null };
  /** Of the site that is connected; null where it does not say. */
  host: string | null;
  scopes: OAuthScope[];
  deskName: string;
  /** What the customer has to compare or to know before they decide. */
  children?: ReactNode;
}

/** Who asks for what, in words for whoever owns the site. */
export function ConsentSummary({ app, host, scopes, deskName, children }: ConsentSummaryProps) {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <p className="text-2xl font-semibold tracking-tight wrap-anywhere">
          {host ?? "A site without a name"}
        </p>
        <p className="text-sm text-muted-foreground wrap-anywhere">
          wants to connect to your account at {deskName} with the app{" "}
          <strong className="font-medium text-foreground">{app.name}</strong>
          {app.publisher ? ` by ${app.publisher}` : ", whose publisher is not named"}.
        </p>
      </div>
      {children}
      <div className="flex flex-col gap-2">
        <h2 className="text-sm font-medium">The site can then</h2>
        <ul className="flex flex-col gap-2 text-sm">
          {scopes.map((scope) => (
            <li key={scope} className="flex items-start gap-2">
              <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
              <span className="min-w-0">{SCOPE_TEXT[scope]}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
