import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { useStandWords } from './GoalLine.tsx'
import { type Goal, goalDayRoute, goalsRoute, useGoalWords } from './goals.ts'

/** One's own goal, and those of the inboxes that one works in or answers for. */
export function GoalsPage(): ReactNode {
  const t = useTranslations('staffGoals')
  const goals = useRead(goalsRoute, {})
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <Answered answer={goals}>
          {({ mine, inboxes }) => (
            <>
              {mine && <Mine goal={mine} />}
              {inboxes.length > 0 && (
                <>
                  <div>
                    <h2>{t('inboxes')}</h2>
                    <p className="soft">{t('inboxesLead')}</p>
                  </div>
                  <RowsTable label={t('inboxes')} columns={[t('inbox'), t('goal'), t('today')]}>
                    {inboxes.map((inbox) => (
                      <InboxRow key={inbox.careTeam.id} {...inbox} />
                    ))}
                  </RowsTable>
                </>
              )}
            </>
          )}
        </Answered>
      </Page>
    </div>
  )
}

function Mine({ goal }: { goal: Goal }): ReactNode {
  const t = useTranslations('staffGoals')
  const addresses = useAddresses()
  return (
    <section className="sheet stack" aria-labelledby="my-goal">
      <h2 id="my-goal">{t('mine')}</h2>
      <p className="soft">{t('mineLead')}</p>
      {goal.isOn ? (
        <>
          <GoalWords goal={goal} />
          <p>
            <Today />
          </p>
        </>
      ) : (
        <p>{t('none')}</p>
      )}
      <p>
        <Link to={addresses.goal('mine')}>{goal.isOn ? t('changeMine') : t('setMine')}</Link>
      </p>
    </section>
  )
}

type InboxProps = { careTeam: { id: string; name: string }; goal: Goal; isMember: boolean; canChange: boolean }

function InboxRow({ careTeam, goal, isMember, canChange }: InboxProps): ReactNode {
  const t = useTranslations('staffGoals')
  const addresses = useAddresses()
  const { id, name } = careTeam
  return (
    <tr>
      <th scope="row">
        {name}
        {canChange && (
          <>
            <br />
            <Link to={addresses.goal(id)}>{goal.isOn ? t('change', { name }) : t('set', { name })}</Link>
          </>
        )}
      </th>
      <td>{goal.isOn ? <GoalWords goal={goal} /> : <span className="soft">{t('none')}</span>}</td>
      <td>{goal.isOn && isMember && <Today careTeamId={id} />}</td>
    </tr>
  )
}

function GoalWords({ goal }: { goal: Goal }): ReactNode {
  const goalWords = useGoalWords()
  return (
    <p>
      {goalWords.goal(goal)}
      <br />
      <span className="soft">{goalWords.days(goal)}</span>
    </p>
  )
}

function Today({ careTeamId }: { careTeamId?: string }): ReactNode {
  const t = useTranslations('staffGoals.line')
  const standWords = useStandWords()
  const { data } = useRead(goalDayRoute, careTeamId === undefined ? {} : { careTeamId })
  return data && (data.day === null ? t('notToday') : standWords(data.day))
}
