import { requireAccount } from "@/features/account/caller";
import { exportAccount } from "@/features/account/export";
import { AppError } from "@/lib/errors";
import { textStream } from "@/lib/text-stream";

/** A download, and no page. Whoever is not signed in is sent to do so. */
export async function GET(): Promise<Response> {
  const caller = await requireAccount();
  try {
    return new Response(textStream(await exportAccount(caller), caller.ctx.requestId), {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="my-data.json"`,
      },
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new Response(error.message, { status: error.status, headers: error.headers });
  }
}
