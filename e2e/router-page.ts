// What the page of router.test.ts runs: three pages of the patient's kind, one of them slow to come.
import { createElement, lazy, type ReactNode } from 'react'
import { Link } from '../web/components/Link.tsx'
import { useNavigate } from '../web/components/navigation.ts'
import { Page } from '../web/components/Page.tsx'
import { hrefTo, Router } from '../web/patient-router.tsx'
import { start } from '../web/start.tsx'

const routes = { home: '/script', item: '/script/items/:itemId', slow: '/script/slow' } as const

function Home(): ReactNode {
  const navigate = useNavigate()
  const lines = Array.from({ length: 100 }, (_, index) => createElement('p', { key: index }, `Line ${index}`))
  return createElement(
    Page,
    { title: 'Home' },
    lines,
    createElement(Link, { to: hrefTo(routes.item, { itemId: 'a/b' }) }, 'To the item'),
    createElement('button', { onClick: () => navigate(`${routes.slow}?from=home`) }, 'To the slow page'),
    createElement(Link, { to: '/script/nothing' }, 'To nowhere'),
  )
}

function Item({ itemId }: { itemId: string }): ReactNode {
  return createElement(Page, { title: `Item ${itemId}`, back: { to: routes.home } })
}

function Slow(): ReactNode {
  return createElement(Page, { title: `Slow ${location.search}` })
}

const LateSlow = lazy(async () => {
  await new Promise((resolve) => setTimeout(resolve, 200))
  return { default: Slow }
})

void start(
  'patient',
  createElement(Router<typeof routes>, {
    routes,
    pages: { home: Home, item: Item, slow: LateSlow },
    missing: () => createElement(Page, { title: 'Nowhere' }),
    loading: createElement('p', {}, 'Loading'),
  }),
)
