import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import type { TemplateWithVersions } from './templates.ts'
import { ContentOf } from './TemplateRead.tsx'

type Version = TemplateWithVersions['versions'][number]

/** Every version with who saved it, the newest first; the words of an earlier one can be put back into the form. */
export function Versions(props: {
  templateId: string
  versions: readonly Version[]
  onTake: (version: Version) => void
}): ReactNode {
  const t = useTranslations('staffTemplates.versions')
  const timeWords = useTimeWords()
  return (
    <section className="sheet" aria-labelledby="versions">
      <h2 id="versions">{t('title')}</h2>
      <ol className="plain-list stack">
        {props.versions.map((version) => (
          <li key={version.version}>
            <details>
              <summary>
                {t('one', {
                  version: version.version,
                  name: version.savedBy.name,
                  when: timeWords(version.savedAt),
                })}
              </summary>
              <div className="stack">
                <ContentOf content={version} templateId={props.templateId} />
                <p>
                  <Button onClick={() => props.onTake(version)}>{t('take')}</Button>
                </p>
              </div>
            </details>
          </li>
        ))}
      </ol>
    </section>
  )
}
