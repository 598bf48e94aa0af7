"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Button } from "./ui/button";
import { Input } from "./ui/input";

/** A password that its owner may look at. Pasting and password managers work. */
export function PasswordInput(props: Omit<ComponentProps<"input">, "type">) {
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="relative">
      <Input
        {...props}
        type={isShown ? "text" : "password"}
        autoCapitalize="none"
        spellCheck={false}
        className="pr-10 max-md:pr-12"
      />
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={isShown ? "Hide password" : "Show password"}
        className="absolute inset-y-0 right-0.5 my-auto max-md:right-2"
        onClick={() => setIsShown(!isShown)}
      >
        <Icon aria-hidden />
      </Button>
    </div>
  );
}
