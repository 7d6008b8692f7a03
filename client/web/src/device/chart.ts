// Draws a line of scores over the bands of its scale. Loaded only where a chart is; everything that it says is in a table
// beside it.

import uPlot from 'uplot';

export interface Line {
  points: { day: string; score: number }[];   // in the order of the days
  max: number;
  bands: { from: number; label: string }[];
  marks: { day: string; label: string }[];    // days to point out
  language: string;
  rightToLeft: boolean;
}

const HEIGHT = 260;
const DAY = 86_400;
const secondsOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;

// Returns what removes it. Follows the width of its place and the colours of the page.
export function drawLine(place: HTMLElement, line: Line): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let chart = draw(place, line);
  const again = () => {
    chart.destroy();
    chart = draw(place, line);
  };
  const watch = new ResizeObserver(() => {
    if (place.clientWidth > 0 && place.clientWidth !== chart.width) chart.setSize({ width: place.clientWidth, height: HEIGHT });
  });
  watch.observe(place);
  dark.addEventListener('change', again);
  return () => {
    watch.disconnect();
    dark.removeEventListener('change', again);
    chart.destroy();
  };
}

function draw(place: HTMLElement, { points, max, bands, marks, language, rightToLeft }: Line): uPlot {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const font = `13px ${style.fontFamily}`;
  const days = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const numbers = new Intl.NumberFormat(language);
  const xs = points.map(({ day }) => secondsOf(day));
  const first = xs[0]!;
  const last = Math.max(xs.at(-1)!, first + 28 * DAY);   // a single point is not stretched over the whole width
  const begun = marks.map(({ day }) => secondsOf(day)).filter((x) => x <= last && x >= first - 35 * DAY);
  const from = Math.min(first, ...begun);

  const axis: uPlot.Axis = {
    stroke: colour('soft'), font, grid: { show: false }, ticks: { stroke: colour('line'), width: 1, size: 5 },
  };
  return new uPlot({
    width: place.clientWidth || 320, height: HEIGHT,
    padding: [10, rightToLeft ? 4 : 14, 0, rightToLeft ? 14 : 4],
    legend: { show: false }, cursor: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: {
      x: { time: true, range: [from - 2 * DAY, last + 2 * DAY], dir: rightToLeft ? -1 : 1 },
      y: { range: [0, max] },
    },
    axes: [
      { ...axis, space: 70, values: (_, splits) => splits.map((seconds) => days.format(new Date(seconds * 1000))) },
      {
        ...axis, side: rightToLeft ? 1 : 3, size: 36, splits: () => [...bands.map((band) => band.from), max],
        values: (_, splits) => splits.map((score) => numbers.format(score)),
      },
    ],
    series: [{}, {
      stroke: colour('leaf'), width: 2.5, spanGaps: true,
      points: { show: true, size: 9, fill: colour('card'), stroke: colour('leaf'), width: 2.5 },
    }],
    hooks: { drawClear: [(chart) => {
      drawBands(chart, bands, max, rightToLeft, colour, font);
      drawMarks(chart, begun, colour);
    }] },
  }, [xs, points.map(({ score }) => score)], place);
}

function drawBands(chart: uPlot, bands: Line['bands'], max: number, rightToLeft: boolean,
  colour: (name: string) => string, font: string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.font = font.replace(/^\d+px/, `${12 * devicePixelRatio}px`);
  ctx.textAlign = rightToLeft ? 'left' : 'right';
  ctx.textBaseline = 'top';
  bands.forEach(({ from, label }, at) => {
    const top = chart.valToPos(bands[at + 1]?.from ?? max, 'y', true);
    const bottom = chart.valToPos(from, 'y', true);
    ctx.fillStyle = colour(at % 2 === 0 ? 'card' : 'tint');
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
    ctx.fillStyle = colour('soft');
    const gap = 6 * devicePixelRatio;
    ctx.fillText(label, rightToLeft ? bbox.left + gap : bbox.left + bbox.width - gap, top + gap / 2);
  });
  ctx.restore();
}

function drawMarks(chart: uPlot, days: number[], colour: (name: string) => string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colour('clay');
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  for (const day of days) {
    const x = Math.round(chart.valToPos(day, 'x', true));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
