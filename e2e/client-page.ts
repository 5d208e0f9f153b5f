// What the page of client.test.ts runs: the client as it is built, within reach of the test.
import { createElement, useState, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { call, onSignedOut } from '../web/api/client.ts'
import { upload } from '../web/api/upload.ts'
import { forgetReads, invalidate, useRead } from '../web/api/use-read.ts'
import { openLive } from '../web/live.ts'

const client = { call, onSignedOut, upload, openLive, invalidate, forgetReads, showReader }
/** The window of that page. */
export type ClientPage = { client: typeof client }

/** Two readers of the same answer, and a button that takes them away and brings them back. */
function showReader(): void {
  createRoot(document.body.appendChild(document.createElement('div'))).render(createElement(Readers))
}

function Readers(): ReactNode {
  const [isThere, setIsThere] = useState(true)
  const toggle = createElement('button', { onClick: () => setIsThere(!isThere) }, 'Toggle')
  return createElement('div', {}, toggle, isThere && createElement(Reader), isThere && createElement(Reader))
}

function Reader(): ReactNode {
  const { data, problem, isReading } = useRead('GET /api/session', {})
  const words = [data?.endsAt ?? 'nothing', problem?.code ?? 'fine', isReading ? 'reading' : 'still']
  return createElement('p', {}, words.join(', '))
}

Object.assign(globalThis, { client })
