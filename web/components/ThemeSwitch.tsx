import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Select } from './controls.tsx'

const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]
// The same key as in public/theme.js, which runs before the first paint.
const storageKey = 'threadwell.theme'

/** Light, dark, or as the device says; remembered on this device. */
export function ThemeSwitch(): ReactNode {
  const t = useTranslations('common.theme')
  const [theme, setTheme] = useState<Theme>(() => themeOf(document.documentElement.dataset['theme']))

  function change(next: Theme): void {
    setTheme(next)
    if (next === 'system') {
      delete document.documentElement.dataset['theme']
    } else {
      document.documentElement.dataset['theme'] = next
    }
    remember(next)
  }

  return (
    <Select
      label={t('label')}
      value={theme}
      onChange={(event) => change(themeOf(event.target.value))}
      options={themes.map((value) => ({ value, label: t(value) }))}
    />
  )
}

function themeOf(text: string | undefined): Theme {
  return themes.find((theme) => theme === text) ?? 'system'
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
