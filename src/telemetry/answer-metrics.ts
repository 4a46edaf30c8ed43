import { changeFields } from '../../schema/root-changes.ts';
import type { Deed, Observer } from '../domain/journey.ts';
import type { Instruments } from './instruments.ts';
import { allAnswerLabels, answerLabels } from './outcome-labels.ts';

/** The fields that ask for changes and reads, and with which actions. */
const fields: Readonly<Record<string, readonly Deed['action'][]>> = {
  ...changeFields,
  admins: ['READ'],
};

/** Up to the deadline, and a little more. */
const ANSWER_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];

/** What changes and reads came to. All series are there from the start. */
export function answerMetrics({ counter, histogram }: Instruments): Observer['answered'] {
  const answers = counter({
    name: 'answers_total',
    help: "What changes and reads came to, each item of a list by itself: the schema's type, with its category or reason.",
    labelNames: ['field', 'outcome', 'detail'],
  });
  const seconds = histogram({
    name: 'answer_duration_seconds',
    help: 'How long a change or a read took, its waiting and all its attempts.',
    labelNames: ['field'],
    buckets: ANSWER_SECONDS,
  });

  for (const [field, actions] of Object.entries(fields)) {
    seconds.zero({ field });
    for (const labels of actions.flatMap(allAnswerLabels)) answers.inc({ field, ...labels }, 0);
  }

  return ({ asked, askedAt }, outcome, at) => {
    const { field } = asked;
    answers.inc({ field, ...answerLabels(asked, outcome) });
    seconds.observe({ field }, (at - askedAt) / 1000);
  };
}
