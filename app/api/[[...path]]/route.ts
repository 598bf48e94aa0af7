import { frame } from "@/app/api/_lib/frame";
import { OPEN } from "@/app/api/_lib/surfaces";
import { AppError } from "@/lib/errors";

/** Whatever no other route answers. Without it Next would send its page for people. */
const handler = frame(OPEN, "/api", async () => {
  throw new AppError(
    "not_found",
    "There is nothing at this address. GET /api/v1/openapi.json lists every operation.",
  );
});

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
