import { useNavigate, type Navigate } from '../components/navigation.ts'

/** Goes to an address of either application: the clinic's workspace is another document. */
export function useGo(): Navigate {
  const navigate = useNavigate()
  return (href, how = 'push') => {
    const isWorkspaceNow = document.documentElement.dataset['audience'] === 'staff'
    if (isWorkspace(href) === isWorkspaceNow) {
      navigate(href, how)
      return
    }
    location[how === 'push' ? 'assign' : 'replace'](href)
  }
}

function isWorkspace(href: string): boolean {
  return /^\/staff(?:[/?]|$)/.test(href)
}
