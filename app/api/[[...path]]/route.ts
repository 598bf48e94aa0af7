import { problemResponse } from "@/app/api/_lib/problem";
import { AppError } from "@/lib/errors";
import { newRequestId } from "@/lib/request-id";

/** Whatever no other route answers. Without it Next would send its page for people. */
async function handler(): Promise<Response> {
  return problemResponse(
    new AppError(
      "not_found",
      "There is nothing at this address. GET /api/v1/openapi.json lists every operation.",
    ),
    newRequestId(),
  );
}

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
