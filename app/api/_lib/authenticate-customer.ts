import { withinLimits } from "@/app/api/_lib/authenticate";
import { assertNoTokenInAddress, bearerToken } from "@/app/api/_lib/bearer";
import type { Call } from "@/app/api/_lib/frame";
import { customerContext } from "@/features/auth/customer-context";
import type { OAuthScope } from "@/features/oauth-clients/scopes";
import { type VerifiedCustomer, verifyAccessToken } from "@/features/oauth-sessions/verify";
import type { Context } from "@/lib/context";
import { AppError, UnauthorizedError } from "@/lib/errors";

/** A customer, through an app that they connected. */
export interface CustomerCaller {
  ctx: Context;
  customer: VerifiedCustomer;
}

/** Takes a customer's access token in `Authorization: Bearer`, and nothing else: no API token, no session of an admin, nothing in the address. */
export async function authenticateCustomer(call: Call): Promise<CustomerCaller> {
  return withinLimits(call, async () => {
    const caller = await findCaller(call);
    return { ctx: caller.ctx, caller };
  });
}

/** Throws 403 with the scope that the customer has not given the app (RFC 6750 §3.1). */
export function authorizeCustomer({ customer }: CustomerCaller, scope: OAuthScope): void {
  if (customer.scopes.has(scope)) return;
  throw new AppError(
    "forbidden",
    `The customer has not given this app the scope ${scope}. Connect again and ask for it.`,
    {
      headers: { "www-authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
      members: { missingScope: scope },
    },
  );
}

async function findCaller({ request, requestId, client }: Call): Promise<CustomerCaller> {
  const token = bearerToken(request.headers.get("authorization"));
  if (token === null)
    throw new UnauthorizedError("Send a customer's access token: Authorization: Bearer rpl_at_…");
  assertNoTokenInAddress(request.url);
  const customer = await verifyAccessToken(token, client);
  if (!customer) {
    throw new UnauthorizedError(
      "The access token is unknown, expired or revoked. Refresh it, or have the customer connect again.",
      'Bearer error="invalid_token"',
    );
  }
  return { ctx: customerContext(customer, requestId, client), customer };
}
