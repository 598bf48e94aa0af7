import { frame } from "@/app/api/_lib/frame";
import { methods } from "@/app/api/_lib/methods";
import { OPEN } from "@/app/api/_lib/surfaces";
import { securityTxt } from "@/features/installation/security-txt";
import { NotFoundError } from "@/lib/errors";

const serve = frame(OPEN, "/.well-known/security.txt", async () => {
  const text = securityTxt(new Date());
  if (text === null) throw new NotFoundError("security.txt");
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: serve }, { through: "next" });
