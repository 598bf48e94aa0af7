"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { parseTheme, type Theme } from "@/lib/theme";
import { THEME_CHOICES, useTheme } from "./theme-choice";
import { Button } from "./ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "./ui/dropdown-menu";

const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeToggle({ theme: initialTheme }: { theme: Theme }) {
  const [theme, setTheme] = useTheme(initialTheme);
  const Icon = ICONS[theme];

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label="Theme" title="Theme">
          <Icon aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuRadioGroup value={theme} onValueChange={(value) => setTheme(parseTheme(value))}>
          {THEME_CHOICES.map(({ value, label }) => {
            const ChoiceIcon = ICONS[value];
            return (
              <DropdownMenuRadioItem key={value} value={value}>
                <ChoiceIcon aria-hidden />
                {label}
              </DropdownMenuRadioItem>
            );
          })}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
