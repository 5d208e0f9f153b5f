/** What stands below a clinic's message to a patient, unless the clinic has words of its own. */
export const footer = {
  turnaround: 'We answer messages within {turnaround}.',
  days: '{count, plural, one {# working day} other {# working days}}',
  hours: '{count, plural, one {# hour when we are open} other {# hours when we are open}}',
  urgent: 'If it can’t wait, call the clinic at {clinicPhone}.',
} as const
