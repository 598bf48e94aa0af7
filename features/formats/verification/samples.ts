import type { DeliveryFormat } from "@/db/enums";
import { FORMATS } from "@/features/formats/formats";
import { goSample } from "./go";
import { phpSample } from "./php";
import { pythonSample } from "./python";
import { verificationRule } from "./rule";
import { shellSample } from "./shell";
import { typescriptSample } from "./typescript";

const LANGUAGES = {
  typescript: typescriptSample,
  python: pythonSample,
  go: goSample,
  shell: shellSample,
  php: phpSample,
};

export type VerificationLanguage = keyof typeof LANGUAGES;

/** Code for the receiver of deliveries in that format; tests run each against our own. */
export function verificationSample(format: DeliveryFormat, language: VerificationLanguage): string {
  return LANGUAGES[language](verificationRule(FORMATS[format]));
}
