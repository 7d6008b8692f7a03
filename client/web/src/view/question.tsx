// One thing to answer: a question, a line of a score, a row of a grid. Looks the same whatever is answered.

import { useState } from 'preact/hooks';
import type { Choice, StepView } from '../engine';
import { direction } from '../i18n';
import type { Form } from '../state';
import { Button, Heading, inHundred } from './parts';

export function Question({ form, step }: { form: Form; step: StepView }) {
  const { t } = form.speech;
  const tag = form.survey?.tag ?? 'en';
  const answered = step.choices.some((choice) => choice.chosen);
  return (
    <>
      <Progress form={form} step={step} />
      <div lang={tag} dir={direction(tag)}>
        {step.section && <p class="section">{step.section}</p>}
        <Asked step={step} form={form} />
      </div>
      {step.kind === 'multiple' ? (
        <Several form={form} step={step} tag={tag} />
      ) : (
        <One form={form} step={step} tag={tag} />
      )}
      <Hidden form={form} choices={step.choices} />
      <nav class="ways">
        {step.kind !== 'multiple' && answered && <Button onPress={() => form.keep()}>{t('question_keep')}</Button>}
        <Button onPress={() => form.skip()}>{t('question_skip')}</Button>
        <div class="pair">
          <Button kind="quiet" onPress={() => form.back()}>
            {t('back')}
          </Button>
          <Button kind="quiet" onPress={() => form.finish()} describedBy="finish">
            {t('question_finish')}
          </Button>
        </div>
        <p class="small finish" id="finish">
          {t('question_finish')}: {t('question_finish_hint')}
        </p>
      </nav>
      {step.kind === 'score' && step.credit && (
        <p class="small credit" lang={tag} dir={direction(tag)}>
          {step.credit}
        </p>
      )}
    </>
  );
}

function Progress({ form, step }: { form: Form; step: StepView }) {
  const { t } = form.speech;
  const words =
    step.questionsLeft > 0
      ? t('question_progress', { position: step.position, left: step.questionsLeft })
      : t('question_last', { position: step.position });
  const passed = step.position - 1 + step.part / Math.max(1, step.parts);
  return (
    <div class="progress">
      <p>{words}</p>
      <progress max={step.position + step.questionsLeft} value={passed} aria-label={words} />
    </div>
  );
}

// What is asked. A score shows its stem on every line, as its official wording wants.
function Asked({ form, step }: { form: Form; step: StepView }) {
  const { t, tag } = form.speech;
  const part = step.parts > 1 && (
    <span class="part" lang={tag} dir={direction(tag)}>
      {t('question_part', { part: step.part + 1, parts: step.parts })}
    </span>
  );
  if (step.kind === 'score') {
    return (
      <>
        <p class="stem" id="stem">
          {step.stem}
        </p>
        <Heading id="asked">
          {part}
          {step.item}
        </Heading>
      </>
    );
  }
  if (step.kind === 'grid') {
    return (
      <>
        <p class="stem" id="stem">
          {step.text}
        </p>
        {step.help && <p class="small">{step.help}</p>}
        <Heading id="asked">
          {part}
          {step.row}
        </Heading>
      </>
    );
  }
  return (
    <>
      <Heading id="asked">{step.text}</Heading>
      {step.help && <p id="stem">{step.help}</p>}
    </>
  );
}

function One({ form, step, tag }: { form: Form; step: StepView; tag: string }) {
  const { t } = form.speech;
  const limited = step.kind === 'grid' && step.marksLeft < step.parts - step.part; // not every row can be rated
  const full = limited && step.marksLeft === 0 && !step.choices.some((choice) => choice.chosen);
  return (
    <>
      {limited && (
        <p class="small">{full ? t('question_rows_none_left') : t('question_rows_left', { left: step.marksLeft })}</p>
      )}
      <p class="hidden" id="how">
        {t('question_single')}
      </p>
      <div
        class="choices"
        role="group"
        aria-labelledby={step.stem || step.kind === 'grid' ? 'stem asked' : 'asked'}
        aria-describedby="how"
        lang={tag}
        dir={direction(tag)}
      >
        {step.choices.map((choice) => (
          <button
            key={choice.index}
            type="button"
            class="choice"
            aria-pressed={choice.chosen}
            disabled={full}
            onClick={() => {
              form.choose(choice.index);
            }}
          >
            <span>{choice.label}</span>
            {choice.chosen && (
              <span class="yours" lang={form.speech.tag}>
                {t('question_yours')}
              </span>
            )}
          </button>
        ))}
      </div>
    </>
  );
}

function Several({ form, step, tag }: { form: Form; step: StepView; tag: string }) {
  const { t } = form.speech;
  const [marked, setMarked] = useState(() =>
    step.choices.filter((choice) => choice.chosen).map((choice) => choice.index),
  );
  const [said, say] = useState('');

  // False where the mark is refused.
  function toggle(choice: Choice): boolean {
    if (marked.includes(choice.index)) {
      setMarked(marked.filter((index) => index !== choice.index));
      say('');
      return true;
    }
    if (choice.exclusive) {
      say(marked.length > 0 ? t('question_alone', { option: choice.label }) : '');
      setMarked([choice.index]);
      return true;
    }
    const others = marked.filter((index) => !step.choices.find((other) => other.index === index)?.exclusive);
    if (others.length >= step.max) {
      say(t('question_too_many', { max: step.max }));
      return false;
    }
    setMarked([...others, choice.index]);
    say('');
    return true;
  }

  function next(): void {
    if (marked.length === 0) say(t('question_nothing'));
    else form.mark([...marked].sort((a, b) => a - b));
  }

  return (
    <>
      <p id="how" class="small">
        {t('question_up_to', { max: step.max })}
      </p>
      <div class="choices" role="group" aria-labelledby="asked" aria-describedby="how" lang={tag} dir={direction(tag)}>
        {step.choices.map((choice) => (
          <label key={choice.index} class="choice">
            <input
              type="checkbox"
              checked={marked.includes(choice.index)}
              onChange={({ currentTarget: box }) => {
                if (!toggle(choice)) box.checked = !box.checked;
              }}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      <p class="said" role="status">
        {said || t('question_marked', { count: marked.length, max: step.max })}
      </p>
      <div class="ways">
        <Button kind="main" onPress={next}>
          {t('question_next')}
        </Button>
        {step.emptyLabel && (
          <Button
            onPress={() => {
              form.mark([]);
            }}
          >
            <span lang={tag}>{step.emptyLabel}</span>
          </Button>
        )}
      </div>
    </>
  );
}

function Hidden({ form, choices }: { form: Form; choices: Choice[] }) {
  const { t } = form.speech;
  const guesses = choices.flatMap(({ guess }) => (guess === null ? [] : [guess]));
  if (guesses.length === 0) return null;
  const worst = inHundred(Math.max(...guesses));
  return (
    <details class="odds">
      <summary>{t('question_hidden')}</summary>
      <p>
        {t(worst <= 60 ? 'question_nobody' : 'question_unsure')} {t('question_odds', { guess: worst })}
      </p>
    </details>
  );
}
