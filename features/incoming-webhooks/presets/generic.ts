import { OWN_SECRET, type Preset } from "./preset";

export const generic: Preset = {
  description: "Any other system: say how it signs, or with which credential it comes.",
  givesSecret: false,
  example: null,
  steps: [
    "Have the sender post to the URL above.",
    OWN_SECRET,
    "Send something from there. If it is refused, open the request below: the debugger tells how it is signed, and sets that by one click.",
  ],
};
