const KEY = 'sandbox-theme'

/** Follows the system until somebody chooses; the choice is kept for this browser. */
export function restoreTheme(): void {
  const kept = localStorage.getItem(KEY)
  if (kept) document.documentElement.dataset['theme'] = kept
}

export function toggleTheme(): void {
  const next = isDark() ? 'light' : 'dark'
  localStorage.setItem(KEY, next)
  document.documentElement.dataset['theme'] = next
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme']
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
}
