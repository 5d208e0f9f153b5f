import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useAccountLanguage } from '../../account/account-language.ts'
import { Button } from '../../components/Button.tsx'
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx'
import { Link } from '../../components/Link.tsx'
import { ThemeSwitch } from '../../components/ThemeSwitch.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useAddresses, useCan, useMembership } from '../membership.tsx'
import { useSession } from './session.ts'
import { RailQueues } from './RailQueues.tsx'
import { SignOut } from './SignOut.tsx'
import { Way } from './Way.tsx'

type Props = { isMenuOpen: boolean; onMenu: () => void; onSheet: () => void; hasOthers: boolean }

/** The way around, on the left; on narrow screens behind a button at the top. */
export function Rail({ isMenuOpen, onMenu, onSheet, hasOthers }: Props): ReactNode {
  const t = useTranslations('staff.frame')
  const { practice } = useMembership()
  const addresses = useAddresses()
  return (
    <>
      <div className="rail-bar">
        <p className="rail-name">
          <Link to={addresses.start}>{practice.name}</Link>
        </p>
        <div className="rail-menu">
          <Button aria-expanded={isMenuOpen} aria-controls="rail" onClick={onMenu}>
            {t('menu')}
          </Button>
        </div>
      </div>
      <div className="rail-body" id="rail">
        <Ways />
        <Self onSheet={onSheet} hasOthers={hasOthers} />
      </div>
    </>
  )
}

function Ways(): ReactNode {
  const t = useTranslations('staff.frame')
  const late = useTranslations('staffLate')
  const capacity = useTranslations('staffCapacity')
  const checks = useTranslations('staffChecks')
  const goals = useTranslations('staffGoals')
  const addresses = useAddresses()
  const can = useCan()
  return (
    <nav aria-label={t('ways')}>
      {can.work && <RailQueues />}
      <div className="rail-part">
        <h2 id="rail-people">{t('people')}</h2>
        <ul className="plain-list" aria-labelledby="rail-people">
          <Way to={addresses.patients}>{t('patients')}</Way>
          <Way to={addresses.colleagues}>{t('colleagues')}</Way>
          <Way to={addresses.absences}>{t('away')}</Way>
        </ul>
      </div>
      <div className="rail-part">
        <h2 id="rail-practice">{t('settings')}</h2>
        <ul className="plain-list" aria-labelledby="rail-practice">
          <Way to={addresses.practice}>{t('practice')}</Way>
          <Way to={addresses.inboxes}>{t('inboxes')}</Way>
          <Way to={addresses.checks}>{checks('way')}</Way>
          {(can.work || can.managePractice) && <Way to={addresses.goals}>{goals('way')}</Way>}
          <Way to={addresses.topics}>{t('topics')}</Way>
          <Way to={addresses.messaging}>{capacity('way')}</Way>
          {can.seeBlocks && <Way to={addresses.blocks}>{capacity('blocksWay')}</Way>}
          {can.useTemplates && <Way to={addresses.templates}>{t('templates')}</Way>}
          <Way to={addresses.rules}>{t('rules')}</Way>
          <Way to={addresses.expectations}>{t('expectations')}</Way>
          <Way to={addresses.seeing}>{t('figures')}</Way>
          {can.managePractice && <Way to={addresses.late}>{late('way')}</Way>}
          {can.managePractice && <Way to={addresses.orphans}>{t('orphans')}</Way>}
          {can.seeAuditState && <Way to={addresses.audit}>{t('audit')}</Way>}
        </ul>
      </div>
    </nav>
  )
}

function Self({ onSheet, hasOthers }: { onSheet: () => void; hasOthers: boolean }): ReactNode {
  const t = useTranslations('staff.frame')
  const { name, role } = useMembership()
  const { roleWords } = usePersonWords()
  const { remember } = useAccountLanguage()
  const { data: session } = useSession()
  return (
    <section className="rail-self" aria-label={t('self')}>
      <p>
        <strong>{name}</strong>
        <br />
        <span className="soft small">{roleWords(role)}</span>
      </p>
      <div className="rail-tools">
        <LanguageSwitch onChange={(language) => remember(language, session)} />
        <Button look="quiet" onClick={onSheet}>
          {t('keys')}
        </Button>
        {/* The account's pages are another part of the application. */}
        <a className="button button-quiet" href="/account">
          {t('account')}
        </a>
        {hasOthers && (
          <Link look="quiet" to="/staff">
            {t('otherPractice')}
          </Link>
        )}
        <SignOut />
      </div>
      <ThemeSwitch />
    </section>
  )
}
