import * as z from "zod";
import { EXPIRIES, endOfDay, networksIn } from "@/features/tokens/form-values";
import { createTokenSchema, NETWORKS_MAX } from "@/features/tokens/schema";
import { networkSchema } from "@/lib/allow-list";

/** Of `TokenFormValues`. */
export const tokenFormSchema = z
  .strictObject({
    name: createTokenSchema.shape.name,
    scopes: createTokenSchema.shape.scopes,
    expiry: z.enum(EXPIRIES),
    expiresOn: z.string(),
    allowList: z.string(),
  })
  .superRefine(({ allowList }, check) => {
    const lines = networksIn(allowList);
    for (const [index, line] of lines.entries()) {
      if (!networkSchema.safeParse(line).success)
        check.addIssue({ code: "custom", path: ["allowList"], message: networkProblem(index, line) });
    }
    if (lines.length > NETWORKS_MAX)
      check.addIssue({
        code: "custom",
        path: ["allowList"],
        message: `List at most ${NETWORKS_MAX} networks.`,
      });
  })
  .superRefine(({ expiry, expiresOn }, check) => {
    if (expiry !== "date") return;
    const moment = endOfDay(expiresOn);
    const message = moment === null ? "Choose the last day." : "Choose a day that is not over.";
    if (moment === null || moment.getTime() <= Date.now())
      check.addIssue({ code: "custom", path: ["expiresOn"], message });
  });

function networkProblem(index: number, line: string): string {
  return `Number ${index + 1}, “${line.slice(0, 64)}”, is no address or network. Write it like 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.`;
}
