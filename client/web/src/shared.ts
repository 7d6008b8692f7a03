// What pages.js takes from app.js instead of bringing it once more, and what there may be only one of. build.mjs reads
// this list: an import of one of these files becomes an import of app.js.

export { Fragment, jsx, jsxs } from 'preact/jsx-runtime';
export { useEffect, useMemo, useRef, useState } from 'preact/hooks';
export { emptyJournal, today } from './device/journal';
export { openDevice } from './device/index';
export { direction, learn, primary } from './i18n';
export { importChecked } from './later';
export { useArrival } from './view/arrival';
export { Button, Heading, Notice, ToResults } from './view/parts';
