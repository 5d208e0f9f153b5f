import { useTranslations } from 'use-intl'
import { useNavigate } from '../../components/navigation.ts'
import { useShortcuts } from '../keys/shortcuts.ts'
import { useWayBack } from '../keys/use-way-back.ts'
import { useAddresses } from '../membership.tsx'
import { foundId, type Found } from './use-search.ts'

type Place = {
  items: readonly Found[]
  openId: string | undefined
  cursorId: string | undefined
  setCursorId: (id: string) => void
}

/** The id of a row's link, so that keys can give it the focus. */
export function foundElementId(item: Found): string {
  return `found-${foundId(item)}`
}

/** j and k go down and up; Enter opens, as it does on every link; u goes back to what was found. */
export function useFoundKeys({ items, openId, cursorId, setCursorId }: Place): void {
  const t = useTranslations('staff.keys')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const goBackTo = useWayBack(openId)

  function move(by: 1 | -1): void {
    const index = items.findIndex((item) => foundId(item) === cursorId)
    const next = items[index === -1 ? 0 : Math.min(Math.max(index + by, 0), items.length - 1)]
    if (!next) {
      return
    }
    setCursorId(foundId(next))
    const link = document.getElementById(foundElementId(next))
    if (link?.checkVisibility()) {
      link.focus()
    } else if (openId !== undefined) {
      // One pane at a time: the next conversation itself.
      navigate(addresses.found(next.conversation.id, next.messageId))
    }
  }

  useShortcuts([
    { keys: 'j', label: t('next'), run: () => move(1) },
    { keys: 'k', label: t('previous'), run: () => move(-1) },
    ...(openId === undefined
      ? []
      : [
          {
            keys: 'u',
            label: t('back'),
            run: () => {
              const item = items.find((one) => foundId(one) === openId)
              if (item) {
                goBackTo(foundElementId(item))
              }
              navigate(addresses.search)
            },
          },
        ]),
  ])
}
