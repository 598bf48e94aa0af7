import { frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { OAUTH } from "@/app/api/_lib/surfaces";
import { authorizationServerMetadata } from "@/features/oauth/metadata";

const metadata = frame(OAUTH, "/.well-known/oauth-authorization-server", async () =>
  jsonAnswer(JSON.stringify(authorizationServerMetadata()), { status: 200 }),
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  { GET: metadata },
  { through: "next", surface: OAUTH },
);
