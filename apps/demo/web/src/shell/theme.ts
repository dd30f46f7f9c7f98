const NAMES = ["auto", "light", "dark"] as const;

/** The colours that a person wants: those of the system, or always the same. */
export type Theme = (typeof NAMES)[number];

/** The theme of the last visit. */
export function readTheme(): Theme {
  const kept = localStorage.getItem("theme");
  return NAMES.find((name) => name === kept) ?? "auto";
}

/** Shows a theme, and remembers it. */
export function setTheme(theme: Theme): void {
  localStorage.setItem("theme", theme);
  document.documentElement.dataset["theme"] = theme;
}

/** The theme after this one. */
export function nextTheme(theme: Theme): Theme {
  return NAMES[(NAMES.indexOf(theme) + 1) % NAMES.length]!;
}
