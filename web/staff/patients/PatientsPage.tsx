import { useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { BirthDate } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { useAddresses, useCan } from '../membership.tsx'
import { useYearsWords } from '../queue/due.ts'
import { useHealthNumberWords } from './health-number-words.ts'
import { SignUp } from './SignUp.tsx'
import { usePatients, type Patient } from './use-patients.ts'
import { RowsTable } from '../RowsTable.tsx'
import { useSettled } from '../use-settled.ts'

const searchId = 'patient-search'

/** Everybody the clinic cares for, by name or health number. */
export function PatientsPage(): ReactNode {
  const t = useTranslations('staffPeople.patients')
  const keys = useTranslations('staff.keys')
  const addresses = useAddresses()
  const can = useCan()
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim())
  const answer = usePatients(search)
  useShortcuts([{ keys: '/', label: keys('searchPeople'), run: focusSearch }])

  // After the heading had it: whoever comes here comes to search.
  useEffect(() => {
    const timer = setTimeout(focusSearch)
    return () => clearTimeout(timer)
  }, [])

  return (
    <div className="pane">
      <Page title={t('title')}>
        <div className="row page-tools">
          <TextField
            id={searchId}
            type="search"
            label={t('search')}
            hint={t('searchHint')}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
          {can.managePatients && (
            <Link to={addresses.addPatient} look="primary">
              {t('add')}
            </Link>
          )}
        </div>
        <Answered answer={answer} lines={8}>
          {({ items, hasMore }) =>
            items.length === 0 ? (
              <EmptyState heading={search === '' ? t('none') : t('noneFound')}>
                {search === '' ? t('noneLead') : t('noneFoundLead')}
              </EmptyState>
            ) : (
              <>
                <output className="soft small">
                  {hasMore ? t('foundMore', { count: items.length }) : t('found', { count: items.length })}
                </output>
                <Rows items={items} />
                {hasMore && <More show={answer.showMore} isReading={answer.isReadingMore} />}
              </>
            )
          }
        </Answered>
      </Page>
    </div>
  )
}

function focusSearch(): void {
  document.getElementById(searchId)?.focus()
}

function More({ show, isReading }: { show: () => void; isReading: boolean }): ReactNode {
  const t = useTranslations('common.buttons')
  return (
    <p>
      <Button onClick={show} isBusy={isReading}>
        {t('showMore')}
      </Button>
    </p>
  )
}

function Rows({ items }: { items: readonly Patient[] }): ReactNode {
  const t = useTranslations('staffPeople.patients')
  const languages = useTranslations('common.languages')
  const addresses = useAddresses()
  const yearsWords = useYearsWords()
  const healthNumberWords = useHealthNumberWords()
  return (
    <RowsTable label={t('rows')} columns={[t('name'), t('born'), t('healthNumber'), t('language'), t('status')]}>
      {items.map((patient) => (
        <tr key={patient.id}>
          <th scope="row">
            <Link to={addresses.patient(patient.id)}>{patient.name}</Link>
          </th>
          <td>
            <BirthDate on={patient.birthDate} /> <span className="soft">{yearsWords(patient.birthDate)}</span>
          </td>
          <td className="no-wrap">{healthNumberWords(patient.healthNumber, patient.healthNumberVersion)}</td>
          <td>{languages(patient.language)}</td>
          <td>
            <SignUp status={patient.status} />
          </td>
        </tr>
      ))}
    </RowsTable>
  )
}
