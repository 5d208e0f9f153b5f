import { useState } from 'react'

/** True from when something was open on this page: what somebody has begun to write there is not taken away. */
export function useOnceOpen(isOpen: boolean): boolean {
  const [wasOpen, setWasOpen] = useState(isOpen)
  if (isOpen && !wasOpen) {
    setWasOpen(true)
  }
  return isOpen || wasOpen
}
