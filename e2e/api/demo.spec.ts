import { createUser } from "@/db/factories";
import { hashPassword } from "@/features/auth/password";
import { env } from "@/lib/env";
import { signInToDemo } from "../../scripts/demo-client";
import { openDemoDesk } from "../../scripts/demo-desk";
import { expect, test } from "../fixtures";

test("the demo may do all that it does", async ({ organization, receiver, api }) => {
  const password = "try replify for a minute";
  const { email } = await createUser(organization, { passwordHash: await hashPassword(password) });
  const demo = await signInToDemo(env.APP_URL, email, password);
  // Whatever is refused throws.
  const { happenings } = await openDemoDesk(demo, receiver.url);
  for (const happen of happenings) await happen();
  // Which of them is published is left to chance.
  for (const sample of demo.samples) await demo.publish(sample);
  const { data } = Object((await api.get("/api/v1/tickets")).body);
  expect(data.length).toBeGreaterThan(5);
});
