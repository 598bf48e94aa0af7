import Link from "next/link";
import type { ReactNode } from "react";
import { CenteredCard } from "@/components/centered-page";
import type { LinkWay } from "@/features/customer-accounts/link-mail";
import { forgotPasswordHref } from "@/features/customer-accounts/links";
import type { CustomerRegistration } from "@/features/customer-accounts/schema";
import { RegisterForm } from "./register-form";
import { SignInForm } from "./sign-in-form";

interface SignInCardProps {
  desk: { name: string; registration: CustomerRegistration["policy"] };
  linkWay: LinkWay;
  /** The app on whose behalf the customer is here; empty without one. */
  clientId: string;
  /** This page, which goes on once somebody is signed in. */
  path: string;
  isNew: boolean;
  /** Where to ask for a link by mail instead. */
  linkHref?: string;
  /** Why to sign in. */
  children: ReactNode;
}

/** Sign in or register, right where a customer was asked something. */
export function SignInCard({ desk, linkWay, clientId, path, isNew, linkHref, children }: SignInCardProps) {
  const next = withoutScreen(path);
  const registers = isNew && desk.registration !== "invitation";
  return (
    <CenteredCard title={registers ? `Create an account at ${desk.name}` : `Sign in to ${desk.name}`}>
      <div className="text-sm text-muted-foreground wrap-anywhere">{children}</div>
      {registers ? (
        <>
          {desk.registration === "known" && (
            <p className="text-sm">
              Use the address that {desk.name} knows you by. You confirm it by a link before you sign in.
            </p>
          )}
          <RegisterForm clientId={clientId} next={next} linkWay={linkWay} />
          <p className="text-sm">
            Have an account? <TextLink href={next}>Sign in</TextLink>
          </p>
        </>
      ) : (
        <>
          <SignInForm clientId={clientId} next={next} />
          <div className="flex flex-col gap-1 text-sm">
            {linkHref && (
              <p>
                <TextLink href={linkHref}>Sign in by a link in a mail</TextLink>
              </p>
            )}
            <p>
              <TextLink href={forgotPasswordHref(clientId)}>Forgot your password?</TextLink>
            </p>
            <p>
              {desk.registration === "invitation" ? (
                "Accounts are made by invitation here. Ask the support team for one."
              ) : (
                <>
                  New here? <TextLink href={withScreen(next)}>Create an account</TextLink>
                </>
              )}
            </p>
          </div>
        </>
      )}
    </CenteredCard>
  );
}

function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="inline-flex min-h-6 items-center text-link underline underline-offset-3"
    >
      {children}
    </Link>
  );
}

const SCREEN = "new=1";

function withScreen(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}${SCREEN}`;
}

function withoutScreen(path: string): string {
  return path.replace(new RegExp(`[?&]${SCREEN}$`), "");
}
