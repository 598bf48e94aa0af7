import "server-only";
import { claimMail } from "@/features/mails/claim";
import { composeMail } from "@/features/mails/compose";
import { noteSubject, readContent } from "@/features/mails/content";
import { nextTry, recordFailure, recordSent } from "@/features/mails/record";
import { sendMail } from "@/lib/mail";

/**
 * Sends a mail if it is due, and says when to try it again; null when nothing more is to come. A worker that dies between sending and noting
 * it leaves a lease behind: once that ends the mail is sent once more, under the same Message-ID.
 */
export async function sendDueMail(id: string): Promise<number | null> {
  const claimed = await claimMail(id);
  if (claimed) {
    const content = await readContent(claimed);
    // Erased since it was claimed.
    if (content.answers.length === 0) {
      await recordFailure(claimed, { kind: "refused", reason: "Nothing is left to send." });
      return null;
    }
    await noteSubject(id, content.subject);
    const failure = await sendMail(composeMail(content));
    if (failure) await recordFailure(claimed, failure);
    else await recordSent(claimed);
  }
  return nextTry(id);
}
