import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { Figure } from '../../../shared/seeing.ts'
import { Plot, type PlotSeries } from '../../components/Plot.tsx'
import { RowsTable } from '../RowsTable.tsx'
import { FigureLink } from './FigureLink.tsx'
import type { Look } from './look.ts'
import type { Seeing } from './SeeingPage.tsx'
import { useMinuteWords, useShareWords, useStepWords } from './words.ts'

type Step = Seeing['steps'][number]
type Props = { seen: Seeing; look: Look }
/** A line of numbers over the steps; a figure makes each number of it open its conversations. */
type Row = PlotSeries & { figure?: Figure; counts?: readonly number[] }

/** How it went, step by step: one plot for each question a clinic asks. */
export function Plots({ seen, look }: Props): ReactNode {
  const t = useTranslations('staffSeeing')
  const share = useShareWords()
  const { steps, total, scope } = seen
  const isOfPerson = scope === 'own' || look.person !== undefined
  const of = (read: (step: Step) => number | null) => steps.map(read)
  const bars = (name: string, figure: Figure, read: (step: Step) => number): Row => ({
    name,
    kind: 'bars',
    values: of(read),
    figure,
    counts: steps.map(read),
  })
  const line = (name: string, read: (step: Step) => number | null): Row => ({ name, kind: 'line', values: of(read) })
  const hours = (minutes: number | null) => (minutes === null ? null : minutes / 60)
  const standard = useStandard(seen, look)
  return (
    <div className="plots">
      {/* Messages come to inboxes: nobody's own work begins with them. */}
      {!isOfPerson && (
        <OnePlot
          {...{ seen, look }}
          title={t('plots.arrivals')}
          lead={t('plots.arrivalsLead')}
          rows={[bars(t('counts.arrived'), 'arrived', ({ arrived }) => arrived)]}
        />
      )}
      <OnePlot
        {...{ seen, look }}
        title={t('plots.backlog')}
        lead={t('plots.backlogLead')}
        rows={[line(t('counts.waiting'), ({ waiting }) => waiting), line(t('counts.late'), ({ late }) => late)]}
      />
      <OnePlot
        {...{ seen, look, standard }}
        title={t('plots.reply')}
        lead={
          total.replied === 0
            ? t('plots.replyNone')
            : t('plots.replyLead', { share: share(total.repliedInTime, total.replied) })
        }
        unit="hours"
        rows={[
          {
            ...line(t('plots.median'), ({ reply }) => hours(reply.median)),
            figure: 'replied',
            counts: steps.map(({ replied }) => replied),
          },
          line(t('plots.p90'), ({ reply }) => hours(reply.p90)),
        ]}
        countName={t('counts.replied')}
      />
      <OnePlot
        {...{ seen, look }}
        title={t('plots.resolution')}
        lead={t('plots.resolutionLead')}
        unit="hours"
        rows={[
          {
            ...line(t('plots.median'), ({ resolution }) => hours(resolution.median)),
            figure: 'closed',
            counts: steps.map(({ closed }) => closed),
          },
          line(t('plots.p90'), ({ resolution }) => hours(resolution.p90)),
        ]}
        countName={t('counts.closed')}
      />
      <OnePlot
        {...{ seen, look }}
        title={t('plots.visits')}
        lead={t('plots.visitsLead')}
        rows={[
          bars(t('counts.visitsAvoided'), 'visit-avoided', ({ visitsAvoided }) => visitsAvoided),
          bars(t('counts.visitsBooked'), 'visit-booked', ({ visitsBooked }) => visitsBooked),
        ]}
      />
      <OnePlot
        {...{ seen, look }}
        title={t('plots.afterHours')}
        lead={t('plots.afterHoursLead')}
        rows={[bars(t('counts.sentAfterHours'), 'after-hours', ({ sentAfterHours }) => sentAfterHours)]}
        of={{ name: t('counts.sent'), values: steps.map(({ sent }) => sent) }}
      />
      {!isOfPerson && (
        <OnePlot
          {...{ seen, look }}
          title={t('plots.touches')}
          lead={t('plots.touchesLead')}
          unit="ratio"
          rows={[
            {
              ...line(t('counts.touches'), ({ opened, arrived }) => (arrived === 0 ? null : opened / arrived)),
              figure: 'opened',
              counts: steps.map(({ opened }) => opened),
            },
          ]}
          countName={t('counts.opened')}
        />
      )}
    </div>
  )
}

/** What was promised, where all that is looked at was promised the same. */
function useStandard({ choices }: Seeing, look: Look): { value: number; name: string } | undefined {
  const t = useTranslations('staffSeeing')
  const minuteWords = useMinuteWords()
  const topics = choices.topics.filter(({ id }) => look.topic === undefined || look.topic === id)
  const [first, ...others] = [...new Set(topics.map(({ replyWithinMinutes }) => replyWithinMinutes))]
  return first === undefined || others.length > 0
    ? undefined
    : { value: first / 60, name: t('plots.standard', { hours: minuteWords(first) }) }
}

type OneProps = Props & {
  title: string
  lead: string
  rows: readonly Row[]
  unit?: 'hours' | 'ratio'
  standard?: { value: number; name: string } | undefined
  /** The name of what is counted, where the plot shows something else of it. */
  countName?: string
  /** What the first row is a part of. */
  of?: { name: string; values: readonly number[] }
}

function OnePlot({ seen, look, title, lead, rows, unit, standard, countName, of }: OneProps): ReactNode {
  const t = useTranslations('staffSeeing')
  const number = useFormatter().number
  const stepWords = useStepWords()
  const { steps, span } = seen
  const format = (value: number) => {
    const rounded = number(Math.round(value * 10) / 10)
    return unit === 'hours' ? t('hours', { count: Math.round(value * 10) / 10 }) : rounded
  }
  const columns = [
    t('plots.time'),
    ...(countName ? [countName] : []),
    ...rows.map(({ name }) => name),
    ...(of ? [of.name] : []),
  ]
  return (
    <Plot
      title={title}
      lead={lead}
      labels={steps.map((step) => stepWords.short(step, span))}
      series={rows}
      standard={standard}
      format={format}
      summary={useSummary(rows, steps, format)}
      tableLabel={t('plots.table')}
      table={
        <RowsTable label={title} columns={columns}>
          {steps.map((step, index) => {
            const days = { from: step.from, until: step.until }
            return (
              <tr key={step.from}>
                <th scope="row">{stepWords.full(step)}</th>
                {countName && (
                  <td>
                    <Counted row={rows[0]} index={index} look={look} days={days} />
                  </td>
                )}
                {rows.map((row) => {
                  const value = row.values[index] ?? null
                  return (
                    <td key={row.name}>
                      {row.figure && !countName ? (
                        <Counted row={row} index={index} look={look} days={days} />
                      ) : value === null ? (
                        t('none')
                      ) : (
                        format(value)
                      )}
                    </td>
                  )
                })}
                {of && <td>{number(of.values[index] ?? 0)}</td>}
              </tr>
            )
          })}
        </RowsTable>
      }
    />
  )
}

function Counted(props: {
  row: Row | undefined
  index: number
  look: Look
  days: { from: string; until: string }
}): ReactNode {
  const { row, index, look, days } = props
  return row?.figure && <FigureLink figure={row.figure} count={row.counts?.[index] ?? 0} look={look} more={days} />
}

/** What a plot shows, in a sentence for each of its lines. */
function useSummary(rows: readonly Row[], steps: readonly Step[], format: (value: number) => string): string {
  const t = useTranslations('staffSeeing.plots')
  const stepWords = useStepWords()
  const sentences = rows.flatMap(({ name, kind, values }) => {
    const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]))
    const highest = known.toSorted((a, b) => b.value - a.value)[0]
    const step = highest && steps[highest.index]
    if (!highest || !step || highest.value === 0) {
      return []
    }
    const when = stepWords.full(step)
    const total = format(known.reduce((sum, { value }) => sum + value, 0))
    const least = format(Math.min(...known.map(({ value }) => value)))
    const most = format(highest.value)
    return [kind === 'bars' ? t('sum', { name, total, most, when }) : t('peak', { name, least, most, when })]
  })
  return sentences.length === 0 ? t('none') : sentences.join(' ')
}
