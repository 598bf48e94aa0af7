"use server";

import { redirect } from "next/navigation";
import { formText } from "@/features/auth/form-text";
import { customerPath } from "@/features/customer-accounts/next-path";
import type { CustomerSession } from "@/features/customer-accounts/session";
import { currentCustomer, requestClient } from "@/features/customer-accounts/session-cookie";
import { createCode } from "@/features/oauth/authorization-code";
import {
  codeLocation,
  errorLocation,
  readAuthorizationRequest,
} from "@/features/oauth/authorization-request";
import { decideDeviceRequest, findDeviceRequest } from "@/features/oauth/device-request";
import { authorizeHref, deviceDoneHref, deviceHref } from "@/features/oauth/links";
import { whileSignedIn } from "@/features/oauth/signed-in-transaction";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export interface ConsentState {
  error: string | null;
}

/** Sends the customer back to the site, with a code or with their no. Everything is read anew from the address that the page had. */
export async function answerConsent(_: ConsentState, form: FormData): Promise<ConsentState> {
  const path = customerPath(formText(form, "next")) ?? authorizeHref();
  const read = await readAuthorizationRequest(queryOf(path));
  if (read.type === "refused") return { error: read.detail };
  if (read.type === "redirect") return redirect(read.location);
  const { request } = read;
  if (formText(form, "decision") !== "allow")
    return redirect(errorLocation(request, "access_denied", "The customer said no."));
  return orItsReason(async () => {
    const session = await consenting(form, request.client.organizationId);
    const consent = session && { ...request, accountId: session.account.id };
    const code = consent && (await whileSignedIn(session, () => createCode(consent)));
    return redirect(code ? codeLocation(request, code) : path);
  });
}

export async function answerDevice(_: ConsentState, form: FormData): Promise<ConsentState> {
  const path = customerPath(formText(form, "next")) ?? deviceHref();
  const gone = { error: "The site does not wait any more. Start again there." };
  return orItsReason(async () => {
    const device = await findDeviceRequest(formText(form, "user_code"), await requestClient());
    if (!device) return gone;
    const session = await consenting(form, device.organizationId);
    if (!session) return redirect(path);
    const isAllowed = formText(form, "decision") === "allow";
    const decision = isAllowed ? "approved" : "denied";
    const decided = await whileSignedIn(session, () =>
      decideDeviceRequest(device.id, session.account.id, decision),
    );
    if (decided === null) return redirect(path);
    if (!decided) return gone;
    return redirect(deviceDoneHref(isAllowed));
  });
}

/** Of all that can be refused, the sentence. A redirect passes. */
async function orItsReason(answer: () => Promise<ConsentState>): Promise<ConsentState> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof AppError) return { error: error.message };
    throw error;
  }
}

/** Whoever is signed in, if that is still whom the page named: in another tab it may have become somebody else. */
async function consenting(form: FormData, organizationId: number): Promise<CustomerSession | null> {
  const session = await currentCustomer(organizationId);
  return session?.account.id === formText(form, "account") ? session : null;
}

function queryOf(path: string): Record<string, string | string[]> {
  const { searchParams } = new URL(path, env.APP_URL);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}
